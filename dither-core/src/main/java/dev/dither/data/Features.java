package dev.dither.data;

import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;

/** Feature values of a whole set, example after example; never written to. */
sealed interface Features {
    /** Returns the number of values. */
    int length();

    /** Copies {@code count} values from {@code from} on into {@code target} at {@code offset}. */
    void copy(int from, int count, float[] target, int offset);

    /** Returns the rows of {@code stride} values each as one tensor of {@code shape}, in one copy. */
    Tensor gathered(int[] rows, int stride, Shape shape);

    /** Returns the values of these rows alone, each as long as {@code order} and in that order. */
    Features reordered(int[] rows, int[] order);

    /** Unsigned bytes; a value is the byte, 0 … 255, times {@code scale}. */
    record Bytes(byte[] values, float scale) implements Features {
        @Override
        public int length() {
            return values.length;
        }

        @Override
        public void copy(int from, int count, float[] target, int offset) {
            for (int i = 0; i < count; i++) {
                target[offset + i] = (values[from + i] & 0xFF) * scale;
            }
        }

        /** Stays bytes until it is in native memory, where scaling them is many times faster. */
        @Override
        public Tensor gathered(int[] rows, int stride, Shape shape) {
            byte[] chosen = new byte[rows.length * stride];
            for (int i = 0; i < rows.length; i++) {
                System.arraycopy(values, rows[i] * stride, chosen, i * stride, stride);
            }
            return Tensor.ofBytes(chosen, shape, scale);
        }

        @Override
        public Features reordered(int[] rows, int[] order) {
            byte[] moved = new byte[rows.length * order.length];
            for (int i = 0; i < moved.length; i++) {
                moved[i] = values[rows[i / order.length] * order.length + order[i % order.length]];
            }
            return new Bytes(moved, scale);
        }
    }

    /** Values as they are. */
    record Floats(float[] values) implements Features {
        @Override
        public int length() {
            return values.length;
        }

        @Override
        public void copy(int from, int count, float[] target, int offset) {
            System.arraycopy(values, from, target, offset, count);
        }

        @Override
        public Tensor gathered(int[] rows, int stride, Shape shape) {
            float[] chosen = new float[rows.length * stride];
            for (int i = 0; i < rows.length; i++) {
                System.arraycopy(values, rows[i] * stride, chosen, i * stride, stride);
            }
            return Tensor.of(chosen, shape);
        }

        @Override
        public Features reordered(int[] rows, int[] order) {
            float[] moved = new float[rows.length * order.length];
            for (int i = 0; i < moved.length; i++) {
                moved[i] = values[rows[i / order.length] * order.length + order[i % order.length]];
            }
            return new Floats(moved);
        }
    }
}
