package dev.dither.data;

/** Feature values of a whole set, example after example; never written to. */
sealed interface Features {
    /** Returns the number of values. */
    int length();

    /** Copies {@code count} values from {@code from} on into {@code target} at {@code offset}. */
    void copy(int from, int count, float[] target, int offset);

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
    }
}
