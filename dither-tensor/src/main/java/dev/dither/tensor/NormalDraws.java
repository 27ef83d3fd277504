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

    /** Writes the draws ε. */
    void into(FloatBuffer target) {
        Runs.each(blocks(), 1, (start, blocks) -> {
            for (int b = start; b < start + blocks; b++) {
                target.put(b * RandomKey.BLOCK, block(b), 0, lengthOf(b));
            }
        });
    }

    /** Draws a block into an array of this thread, which the next block overwrites. */
    float[] block(int block) {
        float[] draws = DRAWS.get();
        key.fillNormal((long) block * RandomKey.BLOCK, draws, lengthOf(block));
        return draws;
    }

    int lengthOf(int block) {
        return Math.min(RandomKey.BLOCK, count - block * RandomKey.BLOCK);
    }

    int blocks() {
        return (count + RandomKey.BLOCK - 1) / RandomKey.BLOCK;
    }
}
