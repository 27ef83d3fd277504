package dev.dither.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads TensorBoard's event files by their published format, with a checksum computed bit by bit. */
public final class EventFileReader {
    private EventFileReader() {}

    /** Returns the figures of each event but the first, which must be the version. */
    public static List<Map<String, Object>> events(byte[] file) {
        List<byte[]> messages = messages(file);
        assertThat(fields(messages.get(0))).extracting(Map.Entry::getKey).containsExactly(1, 3);
        return messages.stream().skip(1).map(EventFileReader::scalars).toList();
    }

    /** CRC-32C, reflected polynomial 0x82f63b78, by its definition. */
    static int crc32c(byte[] bytes) {
        int crc = -1;
        for (byte b : bytes) {
            crc ^= b & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc >>> 1 ^ (crc & 1) * 0x82f63b78;
            }
        }
        return ~crc;
    }

    private static int masked(byte[] bytes) {
        int crc = crc32c(bytes);
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }

    /** Returns the messages of a file, whose lengths and contents must match their checksums. */
    public static List<byte[]> messages(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> messages = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] length = new byte[8];
            in.get(length);
            assertThat(in.getInt()).isEqualTo(masked(length));
            byte[] message = new byte
                    [Math.toIntExact(ByteBuffer.wrap(length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong())];
            in.get(message);
            assertThat(in.getInt()).isEqualTo(masked(message));
            messages.add(message);
        }
        return messages;
    }

    /** Returns the fields of a protobuf message in order: number, and a Long, Integer or bytes. */
    public static List<Map.Entry<Integer, Object>> fields(byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        List<Map.Entry<Integer, Object>> fields = new ArrayList<>();
        while (in.hasRemaining()) {
            int tag = (int) varint(in);
            Object value = switch (tag & 7) {
                case 0 -> (Object) varint(in);
                case 1 -> in.getLong();
                case 2 -> {
                    byte[] bytes = new byte[(int) varint(in)];
                    in.get(bytes);
                    yield bytes;
                }
                case 5 -> in.getInt();
                default -> throw new AssertionError("wire type " + (tag & 7));
            };
            fields.add(Map.entry(tag >>> 3, value));
        }
        return fields;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = in.get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }

    /** Returns the figures of an event: its step under the empty name, and each scalar under its tag. */
    public static Map<String, Object> scalars(byte[] event) {
        Map<String, Object> found = new LinkedHashMap<>();
        for (Map.Entry<Integer, Object> field : fields(event)) {
            if (field.getKey() == 2) {
                found.put("", field.getValue());
            } else if (field.getKey() == 5) {
                fields((byte[]) field.getValue()).forEach(value -> {
                    assertThat(value.getKey()).isEqualTo(1);
                    List<Map.Entry<Integer, Object>> parts = fields((byte[]) value.getValue());
                    assertThat(parts).extracting(Map.Entry::getKey).containsExactly(1, 2);
                    String tag = new String((byte[]) parts.get(0).getValue(), StandardCharsets.UTF_8);
                    found.put(tag, Float.intBitsToFloat((Integer) parts.get(1).getValue()));
                });
            }
        }
        return found;
    }
}
