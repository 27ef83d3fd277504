package dev.dither.tensor;

import java.util.function.IntFunction;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.global.torch;

/**
 * Work that is cut into a fixed number of slices, each done by one thread without the engine's own, so that its result
 * does not depend on how many threads there are.
 */
final class Slices {
    private Slices() {}

    /**
     * Returns what {@code slice} gives for 0 … count − 1, without history; as many are worked on at a time as the engine
     * has threads. Meanwhile it has one for this thread, and for threads that begin to use it now.
     */
    static Tensor[] of(int count, IntFunction<org.bytedeco.pytorch.Tensor> slice) {
        org.bytedeco.pytorch.Tensor[] parts = new org.bytedeco.pytorch.Tensor[count];
        int threads = Engine.threads();
        torch.set_num_threads(1);
        try {
            Helpers.share(threads, count, i -> parts[i] = result(slice, i));
        } finally {
            torch.set_num_threads(threads);
        }
        Tensor[] adopted = new Tensor[count];
        for (int i = 0; i < count; i++) {
            adopted[i] = Tensor.wrap(new org.bytedeco.pytorch.Tensor(parts[i]));
            parts[i].close();
        }
        return adopted;
    }

    /** Returns a slice; everything native but it is freed. */
    private static org.bytedeco.pytorch.Tensor result(IntFunction<org.bytedeco.pytorch.Tensor> slice, int i) {
        try (PointerScope scope = new PointerScope();
                AutoGradMode off = new AutoGradMode(false)) {
            org.bytedeco.pytorch.Tensor part = new org.bytedeco.pytorch.Tensor(slice.apply(i));
            part.retainReference();
            scope.detach(part);
            return part;
        }
    }
}
