package dev.dither.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Set;

/**
 * Reader of matrices in NumPy's file format, version 1: 64-bit integers, or floats of 32 or 64 bits, little-endian, row by row.
 *
 * @param rows number of rows
 * @param columns numbers in a row
 * @param type what a number is
 * @param numbers the numbers, row after row
 */
record Npy(int rows, int columns, Type type, ByteBuffer numbers) {
    private static final Set<String> TYPES = Set.of("i8", "f8", "f4");

    /** What a number is. */
    enum Type {
        /** 64-bit integer; those beyond 2⁵³ are rounded. */
        I8(Long.BYTES) {
            @Override
            double at(ByteBuffer bytes, int offset) {
                return bytes.getLong(offset);
            }
        },
        /** 64-bit float. */
        F8(Double.BYTES) {
            @Override
            double at(ByteBuffer bytes, int offset) {
                return bytes.getDouble(offset);
            }
        },
        /** 32-bit float. */
        F4(Float.BYTES) {
            @Override
            double at(ByteBuffer bytes, int offset) {
                return bytes.getFloat(offset);
            }
        };

        private final int size;

        Type(int size) {
            this.size = size;
        }

        abstract double at(ByteBuffer bytes, int offset);
    }

    /** Reads a matrix of this shape. */
    static Npy parse(Content file, int rows, int columns) {
        Npy found = parse(file);
        DataException.require(
                found.rows == rows && found.columns == columns,
                "%s: shape is (%s, %s), expected (%s, %s); %s",
                file.where(),
                found.rows,
                found.columns,
                rows,
                columns,
                advice());
        return found;
    }

    /** Reads a matrix of any shape. */
    static Npy parse(Content file) {
        ByteBuffer bytes = ByteBuffer.wrap(file.bytes());
        NpyHeader header = header(file, NpyHeader.find(bytes, file.where(), advice()));
        int start = header.start();
        Type type = Type.valueOf(header.type().toUpperCase(Locale.ROOT));
        int rows = header.sizes().get(0);
        int columns = header.sizes().get(1);
        long expected = start + (long) rows * columns * type.size;
        DataException.require(
                bytes.capacity() == expected,
                "%s: %s bytes, expected %s; %s",
                file.where(),
                bytes.capacity(),
                expected,
                advice());
        ByteBuffer numbers = bytes.slice(start, bytes.capacity() - start).order(ByteOrder.LITTLE_ENDIAN);
        return new Npy(rows, columns, type, numbers);
    }

    private static NpyHeader header(Content file, NpyHeader.Found found) {
        return found.header()
                .filter(header -> header.sizes().size() == 2 && TYPES.contains(header.type()))
                .orElseThrow(() -> new DataException(String.format(
                        Locale.ROOT,
                        "%s: expected a matrix of little-endian 64-bit numbers or 32-bit floats, row by row, got %s; %s",
                        file.where(),
                        found.text().strip(),
                        advice())));
    }

    private static String advice() {
        return "damaged or another file, get it again";
    }

    /** Returns all numbers, row after row. */
    double[] values() {
        double[] values = new double[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = type.at(numbers, i * type.size);
        }
        return values;
    }

    /** Copies the numbers of a row. */
    void copyRow(int row, float[] target, int offset) {
        for (int column = 0; column < columns; column++) {
            target[offset + column] = (float) type.at(numbers, (row * columns + column) * type.size);
        }
    }
}
