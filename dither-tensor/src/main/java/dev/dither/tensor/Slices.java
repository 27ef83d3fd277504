package dev.dither.tensor;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.global.torch;

/**
 * Work that is cut into a fixed number of slices, each done by one thread without the engine's own, so that its result
 * does not depend on how many threads there are.
 */
final class Slices {
    private Slices() {}

    /** What is done, by one thread, for the {@code count} things from {@code from} on. */
    @FunctionalInterface
    interface Work {
        void accept(long from, long count);
    }

    /** What is found for the {@code count} things from {@code from} on. */
    @FunctionalInterface
    interface Slice {
        org.bytedeco.pytorch.Tensor of(long from, long count);
    }

    /** Does something for equal slices of {@code length} things, without history; as {@link #of} does. */
    static void each(long length, long slices, Work work) {
        share(length, slices, (i, from, count) -> work.accept(from, count));
    }

    /**
     * Returns what is found for equal slices of {@code length} things, without history; as many are worked on at a time as the engine
     * has threads. Meanwhile it has one for this thread, and for threads that begin to use it now.
     */
    static Tensor[] of(long length, long slices, Slice slice) {
        org.bytedeco.pytorch.Tensor[] parts = new org.bytedeco.pytorch.Tensor[(int) slices];
        share(length, slices, (i, from, count) -> parts[i] = kept(slice.of(from, count)));
        Tensor[] adopted = new Tensor[parts.length];
        for (int i = 0; i < adopted.length; i++) {
            adopted[i] = Tensor.wrap(new org.bytedeco.pytorch.Tensor(parts[i]));
            parts[i].close();
        }
        return adopted;
    }

    /** What is done, by one thread, for the {@code count} things from {@code from} on, knowing the number of the slice. */
    interface Numbered {
        void accept(int slice, long from, long count);
    }

    private static void share(long length, long slices, Numbered work) {
        int threads = Engine.threads();
        torch.set_num_threads(1);
        try {
            Helpers.share(threads, (int) slices, i -> alone(() -> one(i, length, slices, work)));
        } finally {
            torch.set_num_threads(threads);
        }
    }

    /** Does something without history; everything native that it leaves behind is freed, but what it has {@link #kept}. */
    static void alone(Runnable work) {
        try (PointerScope scope = new PointerScope();
                AutoGradMode off = new AutoGradMode(false)) {
            work.run();
        }
    }

    /** Does the work for one of equal slices of {@code length} things. */
    static void one(int slice, long length, long slices, Numbered work) {
        long from = length * slice / slices;
        work.accept(slice, from, length * (slice + 1) / slices - from);
    }

    private static org.bytedeco.pytorch.Tensor kept(org.bytedeco.pytorch.Tensor found) {
        org.bytedeco.pytorch.Tensor part = new org.bytedeco.pytorch.Tensor(found);
        part.retainReference();
        return part;
    }
}
