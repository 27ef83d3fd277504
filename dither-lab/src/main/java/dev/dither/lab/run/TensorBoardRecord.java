package dev.dither.lab.run;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Records of TensorBoard's event files; a file is a {@link #start} followed by {@link #scalars}.
 *
 * <p>Formula: a record is the length n of its message as 8 bytes, m(c(length)) as 4, the message, m(c(message)) as 4,
 * little-endian; c is CRC-32C and m(x) = ((x ⋙ 15) | (x ≪ 17)) + 0xa282ead8 modulo 2³².
 * <p>Units: wall time in seconds since 1970.
 * <p>Reference: {@code event.proto}, {@code summary.proto} and the record format of TensorFlow; written out by hand,
 * since four message fields do not pay for a library.
 */
public final class TensorBoardRecord {
    private static final int MASK = 0xa282ead8;
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private TensorBoardRecord() {}

    /** Returns the record that must come first in a file. */
    public static byte[] start(double wallTime) {
        return framed(new Message()
                .fixed64(1, Double.doubleToLongBits(wallTime))
                .bytes(3, utf8("brain.Event:2"))
                .toByteArray());
    }

    /** Returns the record of some figures, by name, at one step. */
    public static byte[] scalars(double wallTime, long step, Map<String, Double> values) {
        Message summary = new Message();
        new TreeMap<>(values)
                .forEach((tag, value) -> summary.bytes(
                        1,
                        new Message()
                                .bytes(1, utf8(tag))
                                .fixed32(2, Float.floatToIntBits(value.floatValue()))
                                .toByteArray()));
        return framed(new Message()
                .fixed64(1, Double.doubleToLongBits(wallTime))
                .varint(2, step)
                .bytes(5, summary.toByteArray())
                .toByteArray());
    }

    private static byte[] framed(byte[] message) {
        byte[] length = little(Long.BYTES).putLong(message.length).array();
        return little(length.length + message.length + 2 * Integer.BYTES)
                .put(length)
                .putInt(checksum(length))
                .put(message)
                .putInt(checksum(message))
                .array();
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A protobuf message under construction. */
    private static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message fixed64(int field, long bits) {
            tag(field, FIXED64);
            out.writeBytes(little(Long.BYTES).putLong(bits).array());
            return this;
        }

        Message fixed32(int field, int bits) {
            tag(field, FIXED32);
            out.writeBytes(little(Integer.BYTES).putInt(bits).array());
            return this;
        }

        Message varint(int field, long value) {
            tag(field, VARINT);
            unsigned(value);
            return this;
        }

        Message bytes(int field, byte[] content) {
            tag(field, BYTES);
            unsigned(content.length);
            out.writeBytes(content);
            return this;
        }

        private void tag(int field, int wireType) {
            unsigned(((long) field << 3) | wireType);
        }

        private void unsigned(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                out.write((int) ((rest & 0x7f) | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }

        byte[] toByteArray() {
            return out.toByteArray();
        }
    }
}
