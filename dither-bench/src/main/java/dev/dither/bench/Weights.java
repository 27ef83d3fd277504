package dev.dither.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Named arrays in a file that every side can read: a line of name and length for each, an empty line, then their 32-bit
 * floats, little-endian.
 */
final class Weights {
    private Weights() {}

    static void write(Map<String, float[]> arrays, Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            StringBuilder header = new StringBuilder();
            arrays.forEach((name, values) ->
                    header.append(name).append(' ').append(values.length).append('\n'));
            out.write(header.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
            for (float[] values : arrays.values()) {
                ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(values);
                out.write(bytes.array());
            }
        }
    }

    /** Returns the arrays in the order of the file. */
    static Map<String, float[]> read(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            Map<String, float[]> arrays = new LinkedHashMap<>();
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                int space = line.lastIndexOf(' ');
                arrays.put(line.substring(0, space), new float[Integer.parseInt(line.substring(space + 1))]);
            }
            for (float[] values : arrays.values()) {
                byte[] bytes = new byte[4 * values.length];
                in.readFully(bytes);
                ByteBuffer.wrap(bytes)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .get(values);
            }
            return arrays;
        }
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (byte next = in.readByte(); next != '\n'; next = in.readByte()) {
            line.append((char) next);
        }
        return line.toString();
    }
}
