package dev.dither.tensor;

import dev.dither.rng.RandomKey;
import java.nio.FloatBuffer;

/**
 * Draws of N(0, 1) for native memory. Blocks of {@link RandomKey#BLOCK} are independent of each other, so threads share them and
 * the bits do not depend on how.
 *
 * @param key address of the draws
 * @param count how many
 */
record NormalDraws(RandomKey key, int count) {
    /** Each thread's own, kept: made anew for every tensor they would be most of what training leaves to the garbage collector. */
    private static final ThreadLocal<float[]> DRAWS = ThreadLocal.withInitial(() -> new float[RandomKey.BLOCK]);

    private static final ThreadLocal<float[]> SUMS = ThreadLocal.withInitial(() -> new float[RandomKey.BLOCK]);

    /** Writes the draws ε. */
    void into(FloatBuffer target) {
        Runs.each(blocks(), 1, (start, blocks) -> {
            float[] draws = DRAWS.get();
            for (int b = start; b < start + blocks; b++) {
                target.put(b * RandomKey.BLOCK, draws, 0, draw(b, draws));
            }
        });
    }

    /** Writes values + factor · ε, each number read and written once. */
    void added(FloatBuffer values, float factor, FloatBuffer target) {
        Runs.each(blocks(), 1, (start, blocks) -> {
            float[] draws = DRAWS.get();
            float[] sums = SUMS.get();
            for (int b = start; b < start + blocks; b++) {
                int length = draw(b, draws);
                values.get(b * RandomKey.BLOCK, sums, 0, length);
                for (int i = 0; i < length; i++) {
                    sums[i] += factor * draws[i];
                }
                target.put(b * RandomKey.BLOCK, sums, 0, length);
            }
        });
    }

    private int draw(int block, float[] draws) {
        int length = Math.min(RandomKey.BLOCK, count - block * RandomKey.BLOCK);
        key.fillNormal(block, draws, length);
        return length;
    }

    private int blocks() {
        return (count + RandomKey.BLOCK - 1) / RandomKey.BLOCK;
    }
}
