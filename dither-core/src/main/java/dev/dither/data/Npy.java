package dev.dither.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reader of matrices in NumPy's file format, version 1: 64-bit integers or floats, little-endian, row by row.
 *
 * @param rows number of rows
 * @param columns numbers in a row
 * @param values the numbers, row after row; integers beyond 2⁵³ are rounded
 */
record Npy(int rows, int columns, double[] values) {
    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int LENGTH = MAGIC.length;
    private static final Pattern HEADER = Pattern.compile(
            "\\{'descr': '(<[if]8)', 'fortran_order': False, 'shape': \\((\\d{1,8}), (\\d{1,8})\\), \\}\\s*");

    /** Reads a matrix of this shape. */
    static Npy parse(Content file, int rows, int columns) {
        ByteBuffer bytes = ByteBuffer.wrap(file.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        boolean magic = bytes.capacity() > LENGTH + 1 && bytes.slice(0, LENGTH).equals(ByteBuffer.wrap(MAGIC));
        DataException.require(magic, "%s: no NumPy file of version 1; %s", file.where(), advice());
        int start = LENGTH + Short.BYTES + (bytes.getShort(LENGTH) & 0xffff);
        String text = new String(
                file.bytes(),
                LENGTH + Short.BYTES,
                Math.max(0, Math.min(start, bytes.capacity()) - LENGTH - Short.BYTES),
                StandardCharsets.ISO_8859_1);
        Matcher header = HEADER.matcher(text);
        DataException.require(
                header.matches(),
                "%s: expected a matrix of little-endian 64-bit numbers, row by row, got %s; %s",
                file.where(),
                text.strip(),
                advice());
        String shape = "(" + rows + ", " + columns + ")";
        String found = "(" + header.group(2) + ", " + header.group(3) + ")";
        DataException.require(
                found.equals(shape), "%s: shape is %s, expected %s; %s", file.where(), found, shape, advice());
        long expected = start + (long) rows * columns * Double.BYTES;
        DataException.require(
                bytes.capacity() == expected,
                "%s: %s bytes, expected %s; %s",
                file.where(),
                bytes.capacity(),
                expected,
                advice());
        return new Npy(rows, columns, numbers(bytes, start, rows * columns, header.group(1)));
    }

    private static String advice() {
        return "damaged or another file, get it again";
    }

    private static double[] numbers(ByteBuffer bytes, int start, int count, String type) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            int at = start + i * Double.BYTES;
            values[i] = type.equals("<i8") ? bytes.getLong(at) : bytes.getDouble(at);
        }
        return values;
    }
}
