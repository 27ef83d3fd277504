package dev.dither.tensor;

import dev.dither.rng.RandomKey;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/**
 * Draws of N(0, 1) for native memory. Blocks of {@link RandomKey#BLOCK} are independent of each other, so threads share them and
 * the bits do not depend on how.
 *
 * @param key address of the draws
 * @param count how many
 */
record NormalDraws(RandomKey key, int count) {
    /** The most blocks a thread takes at a time; its arrays are made once for all of them. */
    private static final int RUN = 4;

    /** Number of runs for each thread, so that none waits long for another. */
    private static final int RUNS = 4;

    /** Writes the draws ε. */
    void into(FloatBuffer target) {
        eachRun((start, blocks) -> {
            float[] draws = array();
            for (int b = start; b < start + blocks; b++) {
                target.put(b * RandomKey.BLOCK, draws, 0, draw(b, draws));
            }
        });
    }

    /** Writes values + factor · ε, each number read and written once. */
    void added(FloatBuffer values, float factor, FloatBuffer target) {
        eachRun((start, blocks) -> {
            float[] draws = array();
            float[] sums = array();
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

    private float[] array() {
        return new float[Math.min(RandomKey.BLOCK, count)];
    }

    private int draw(int block, float[] draws) {
        int length = Math.min(RandomKey.BLOCK, count - block * RandomKey.BLOCK);
        key.fillNormal(block, draws, length);
        return length;
    }

    private void eachRun(Run run) {
        int blocks = (count + RandomKey.BLOCK - 1) / RandomKey.BLOCK;
        int size = Math.max(1, Math.min(RUN, blocks / (RUNS * Engine.threads())));
        IntStream runs = IntStream.range(0, (blocks + size - 1) / size);
        (blocks > 1 && Engine.threads() > 1 ? runs.parallel() : runs)
                .forEach(i -> run.of(i * size, Math.min(size, blocks - i * size)));
    }

    /** What is done with neighboring blocks. */
    private interface Run {
        void of(int start, int blocks);
    }
}
