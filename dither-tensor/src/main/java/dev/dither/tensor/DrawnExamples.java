package dev.dither.tensor;

import dev.dither.rng.RandomKey;
import java.util.List;

/**
 * Noise ε ~ N(0, 1) of a batch of one or several draws, drawn where it is used: by slices of examples that stay in a processor's cache.
 *
 * <p>Numerics: the draws are those of {@link Tensor#normal} for all examples of a draw.
 *
 * @param examples of one draw
 * @param each how many numbers of ε an example has
 * @param draws the address of the noise of each draw
 */
record DrawnExamples(long examples, long each, List<RandomKey> draws) {
    /** Numbers that are drawn at a time. */
    private static final long CACHED = 1 << 15;

    /** Each thread's own, kept. */
    private static final ThreadLocal<float[]> NOISE = ThreadLocal.withInitial(() -> new float[0]);

    /** What is done for {@code count} examples of the batch from {@code from} on, by the draws that an array begins with. */
    interface Work {
        void accept(int from, int count, float[] noise);
    }

    /** Returns those of a batch of images [draws · N, K, H, W]. */
    static DrawnExamples of(long[] images, List<RandomKey> draws) {
        return new DrawnExamples(images[0] / draws.size(), images[1] * images[2] * images[3], draws);
    }

    /** Does the work for all examples of all draws; threads share the slices of a draw. */
    void each(Work work) {
        long slices = Math.max(1, Math.min(examples, examples * each / CACHED));
        for (int d = 0; d < draws.size(); d++) {
            RandomKey key = draws.get(d);
            long first = d * examples;
            Slices.each(
                    examples,
                    slices,
                    (from, count) -> work.accept((int) (first + from), (int) count, noise(key, from, count)));
        }
    }

    private float[] noise(RandomKey key, long from, long count) {
        int length = (int) (count * each);
        if (NOISE.get().length < length) {
            NOISE.set(new float[length]);
        }
        float[] noise = NOISE.get();
        key.fillNormal(from * each, noise, length);
        return noise;
    }
}
