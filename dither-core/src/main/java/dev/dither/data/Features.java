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

    /**
     * Chosen rows of other features, each with some values of its own behind it.
     *
     * @param first the features in front
     * @param chosen their rows
     * @param stride how long one of them is
     * @param more the values behind, row after row
     * @param each how many of them a row has
     */
    record Followed(Features first, int[] chosen, int stride, float[] more, int each) implements Features {
        @Override
        public int length() {
            return Math.multiplyExact(chosen.length, stride + each);
        }

        @Override
        public void copy(int from, int count, float[] target, int offset) {
            int width = stride + each;
            for (int at = from; at < from + count; ) {
                int row = at / width;
                int column = at % width;
                int end = Math.min(column < stride ? stride : width, column + from + count - at);
                int to = offset + at - from;
                if (column < stride) {
                    first.copy(chosen[row] * stride + column, end - column, target, to);
                } else {
                    System.arraycopy(more, row * each + column - stride, target, to, end - column);
                }
                at += end - column;
            }
        }

        @Override
        public Tensor gathered(int[] rows, int width, Shape shape) {
            int[] front = new int[rows.length];
            float[] behind = new float[rows.length * each];
            for (int i = 0; i < rows.length; i++) {
                front[i] = chosen[rows[i]];
                System.arraycopy(more, rows[i] * each, behind, i * each, each);
            }
            Tensor images = first.gathered(front, stride, Shape.of(rows.length, stride));
            return Tensor.concatenated(1, images, Tensor.of(behind, Shape.of(rows.length, each)));
        }

        @Override
        public Features reordered(int[] rows, int[] order) {
            float[] row = new float[stride + each];
            float[] moved = new float[rows.length * order.length];
            for (int i = 0; i < rows.length; i++) {
                copy(rows[i] * row.length, row.length, row, 0);
                for (int j = 0; j < order.length; j++) {
                    moved[i * order.length + j] = row[order[j]];
                }
            }
            return new Floats(moved);
        }
    }
}
