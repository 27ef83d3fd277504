package dev.dither.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reader of matrices in NumPy's file format, version 1: 64-bit integers, or floats of 32 or 64 bits, little-endian, row by row.
 *
 * @param rows number of rows
 * @param columns numbers in a row
 * @param type what a number is
 * @param numbers the numbers, row after row
 */
record Npy(int rows, int columns, Type type, ByteBuffer numbers) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int LENGTH = MAGIC.length;
    private static final Pattern HEADER = Pattern.compile(
            "\\{'descr': '<(i8|f8|f4)', 'fortran_order': False, 'shape': \\((\\d{1,8}), (\\d{1,8})\\), \\}\\s*");

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
        ByteBuffer bytes = ByteBuffer.wrap(file.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        boolean magic = bytes.capacity() > LENGTH + 1 && bytes.slice(0, LENGTH).equals(ByteBuffer.wrap(MAGIC));
        DataException.require(magic, "%s: no NumPy file of version 1; %s", file.where(), advice());
        int start = LENGTH + Short.BYTES + (bytes.getShort(LENGTH) & 0xffff);
        Matcher header = header(file, start);
        Type type = Type.valueOf(header.group(1).toUpperCase(Locale.ROOT));
        int rows = Integer.parseInt(header.group(2));
        int columns = Integer.parseInt(header.group(3));
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

    private static Matcher header(Content file, int end) {
        int start = LENGTH + Short.BYTES;
        int length = Math.max(0, Math.min(end, file.bytes().length) - start);
        String text = new String(file.bytes(), start, length, StandardCharsets.ISO_8859_1);
        Matcher header = HEADER.matcher(text);
        DataException.require(
                header.matches(),
                "%s: expected a matrix of little-endian 64-bit numbers or 32-bit floats, row by row, got %s; %s",
                file.where(),
                text.strip(),
                advice());
        return header;
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
