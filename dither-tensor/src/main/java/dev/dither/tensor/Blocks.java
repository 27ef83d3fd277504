package dev.dither.tensor;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers at the same places of several tensors, computed block by block in Java's arrays, shared by threads. */
final class Blocks {
    /** Numbers that are copied at a time. */
    private static final int SIZE = 1 << 11;

    /** Blocks that are worth waking a thread. */
    private static final int GRAIN = 4;

    private static final FloatBuffer NONE = FloatBuffer.allocate(0);

    private Blocks() {}

    /** What is done with a block. */
    interface Work {
        /**
         * Does it.
         *
         * @param numbers of each tensor that is read, longer than the block in the last one; the first arrays are written
         * @param block which one
         * @param length of the block
         */
        void of(float[][] numbers, int block, int length);
    }

    /** Returns how many blocks there are of so many numbers. */
    static int count(int numbers) {
        return (numbers + SIZE - 1) / SIZE;
    }

    /** Returns the numbers of a contiguous or other tensor in order; those of none are zeros. */
    static FloatBuffer of(@Nullable Tensor tensor) {
        return tensor == null ? NONE : Tensor.floats(tensor.value.detach().contiguous());
    }

    /**
     * Does the work on all blocks.
     *
     * @param count how many numbers there are
     * @param from what is read
     * @param to what is written, at most as many; from the first arrays
     */
    static void each(int count, List<FloatBuffer> from, List<FloatBuffer> to, Work work) {
        Runs.each(count(count), GRAIN, (start, blocks) -> {
            float[][] numbers = new float[from.size()][SIZE];
            for (int block = start; block < start + blocks; block++) {
                int first = block * SIZE;
                int length = Math.min(SIZE, count - first);
                for (int i = 0; i < numbers.length; i++) {
                    read(from.get(i), first, numbers[i], length);
                }
                work.of(numbers, block, length);
                for (int i = 0; i < to.size(); i++) {
                    to.get(i).put(first, numbers[i], 0, length);
                }
            }
        });
    }

    /** Reads some numbers from the first of them on. */
    static void read(FloatBuffer from, int first, float[] to, int length) {
        if (from.limit() == 0) {
            Arrays.fill(to, 0);
        } else {
            from.get(first, to, 0, length);
        }
    }
}
