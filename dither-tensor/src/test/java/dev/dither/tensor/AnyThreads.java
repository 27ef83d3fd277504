package dev.dither.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;

/** What must not depend on how many threads the engine has. */
final class AnyThreads {
    private AnyThreads() {}

    /** Requires that one, two and three threads give the same numbers, bit by bit; then there are as many as before. */
    static void requireSameBits(Supplier<List<float[]>> work) {
        int before = Engine.threads();
        try {
            Engine.threads(1);
            List<float[]> one = work.get();
            for (int threads = 2; threads <= 3; threads++) {
                Engine.threads(threads);
                List<float[]> found = work.get();
                assertThat(found).hasSameSizeAs(one);
                for (int i = 0; i < one.size(); i++) {
                    assertThat(found.get(i)).as("%d, %d threads", i, threads).isEqualTo(one.get(i));
                }
            }
        } finally {
            Engine.threads(before);
        }
    }
}
