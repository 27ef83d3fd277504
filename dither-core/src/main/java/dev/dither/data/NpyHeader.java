package dev.dither.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in front of the numbers in NumPy's file format, version 1, for little-endian numbers row by row.
 *
 * @param type what a number is, {@code f4} or {@code i8}
 * @param sizes the shape
 * @param start where the numbers begin
 */
record NpyHeader(String type, List<Integer> sizes, int start) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int TEXT = MAGIC.length + Short.BYTES;
    private static final Pattern FORM = Pattern.compile(
            "\\{'descr': '<(\\w+)', 'fortran_order': False, 'shape': \\((\\d{1,9}(?:, \\d{1,9})*),?\\), \\}\\s*");

    /** The most bytes that a header has. */
    static final int LONGEST = TEXT + 0xffff;

    /**
     * A beginning that may be a header.
     *
     * @param text the header, not read yet
     * @param end where it ends
     */
    record Found(String text, int end) {
        /** Returns the header; empty where it is of another form. */
        Optional<NpyHeader> header() {
            Matcher matcher = FORM.matcher(text);
            return matcher.matches()
                    ? Optional.of(new NpyHeader(matcher.group(1), sizes(matcher.group(2)), end))
                    : Optional.empty();
        }

        private static List<Integer> sizes(String text) {
            return Arrays.stream(text.split(", ", -1)).map(Integer::valueOf).toList();
        }
    }

    /**
     * Finds the header.
     *
     * @param bytes the beginning of a file, or the whole, from 0 to its limit
     * @param where the file, for messages
     * @param advice what to do where it is not one
     * @throws DataException if it is no file of that format
     */
    static Found find(ByteBuffer bytes, Object where, String advice) {
        boolean magic = bytes.limit() > TEXT - 1 && bytes.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
        DataException.require(magic, "%s: no NumPy file of version 1; %s", where, advice);
        int length = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).getShort(MAGIC.length) & 0xffff;
        byte[] text = new byte[Math.min(length, bytes.limit() - TEXT)];
        bytes.duplicate().position(TEXT).get(text);
        return new Found(new String(text, StandardCharsets.ISO_8859_1), TEXT + length);
    }
}
