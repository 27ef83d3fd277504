package dev.dither.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Sets of labels in a file that PyTorch saved: a zip whose first entry, stored without compression, is a pickle that holds each
 * set behind its name as one run of 64-bit integers, little-endian. The pickle is searched, never executed.
 */
final class SavedLabels {
    private static final int ENTRY = 0x04034b50;
    private static final int HEADER = 30;
    private static final int METHOD = 8;
    private static final int NAME_LENGTH = 26;
    private static final int EXTRA_LENGTH = 28;

    /** Opcode of a text with a length of four bytes. */
    private static final byte TEXT = 'X';

    /** Between the name of a set and its run stand its type and shape. */
    private static final int BETWEEN = 1000;

    private SavedLabels() {}

    /** Returns a set of so many labels. */
    static int[] parse(Content file, String set, int count) {
        ByteBuffer bytes = ByteBuffer.wrap(file.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        byte[] name = set.getBytes(StandardCharsets.US_ASCII);
        int named = after(file.bytes(), text(name.length, name), pickle(file, bytes), bytes.capacity());
        DataException.require(named >= 0, "%s: no labels called %s; %s", file.where(), set, advice());
        int length = Math.multiplyExact(count, Long.BYTES);
        int run = after(file.bytes(), text(length), named, Math.min(named + BETWEEN, bytes.capacity()));
        DataException.require(run >= 0, "%s: %s does not hold %s labels; %s", file.where(), set, count, advice());
        DataException.require(
                run + length <= bytes.capacity(),
                "%s: ends after %s bytes, expected %s or more; %s",
                file.where(),
                bytes.capacity(),
                run + length,
                advice());
        return numbers(bytes, run, count);
    }

    private static String advice() {
        return "damaged or another file, get it again";
    }

    /** Returns where the pickle begins. */
    private static int pickle(Content file, ByteBuffer bytes) {
        boolean zip = bytes.capacity() >= HEADER && bytes.getInt(0) == ENTRY;
        DataException.require(zip, "%s: no zip file, as PyTorch saves them; %s", file.where(), advice());
        int method = bytes.getShort(METHOD);
        DataException.require(
                method == 0,
                "%s: its first entry is compressed by method %s, expected a stored one; %s",
                file.where(),
                method,
                advice());
        return HEADER + (bytes.getShort(NAME_LENGTH) & 0xffff) + (bytes.getShort(EXTRA_LENGTH) & 0xffff);
    }

    /** Returns the beginning of a text in a pickle: its opcode, its length and perhaps its content. */
    private static byte[] text(int length, byte... content) {
        return ByteBuffer.allocate(1 + Integer.BYTES + content.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(TEXT)
                .putInt(length)
                .put(content)
                .array();
    }

    /** Returns the place behind the first such bytes in a range, or −1. */
    private static int after(byte[] bytes, byte[] sought, int from, int to) {
        for (int at = from; at + sought.length <= to; at++) {
            if (Arrays.equals(bytes, at, at + sought.length, sought, 0, sought.length)) {
                return at + sought.length;
            }
        }
        return -1;
    }

    private static int[] numbers(ByteBuffer bytes, int from, int count) {
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            long label = bytes.getLong(from + i * Long.BYTES);
            labels[i] = label == (int) label ? (int) label : -1;
        }
        return labels;
    }
}
