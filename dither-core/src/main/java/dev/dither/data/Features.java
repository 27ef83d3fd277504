package dev.dither.data;

import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Optional;

/** Feature values of a whole set, example after example; never written to. */
sealed interface Features permits Features.Bytes, Features.Floats, QuestionFeatures, StoredFeatures {
    /** Returns the number of values. */
    long length();

    /** Copies the {@code stride} values of a row into {@code target} at {@code offset}. */
    void copy(int row, int stride, float[] target, int offset);

    /** Returns the rows of {@code stride} values each as one tensor of {@code shape}, in one copy. */
    Tensor gathered(int[] rows, int stride, Shape shape);

    /** Returns the parts of a row, where it is of a picture and a question. */
    default Optional<QuestionForm> form() {
        return Optional.empty();
    }

    /** Returns the values of these rows alone, each as long as {@code order} and in that order. */
    Features reordered(int[] rows, int[] order);

    /** Unsigned bytes; a value is the byte, 0 … 255, times {@code scale}. */
    record Bytes(byte[] values, float scale) implements Features {
        @Override
        public long length() {
            return values.length;
        }

        @Override
        public void copy(int row, int stride, float[] target, int offset) {
            for (int i = 0; i < stride; i++) {
                target[offset + i] = (values[row * stride + i] & 0xFF) * scale;
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
        public long length() {
            return values.length;
        }

        @Override
        public void copy(int row, int stride, float[] target, int offset) {
            System.arraycopy(values, row * stride, target, offset, stride);
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
