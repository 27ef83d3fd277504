package dev.dither.lab.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The safetensors format: eight bytes of header length, a JSON header, then the numbers; never code.
 *
 * <p>Numbers are 32-bit floats, little-endian. Metadata are strings by name.
 */
public final class SafeTensors {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String METADATA = "__metadata__";

    private final Map<String, float[]> arrays;
    private final Map<String, String> metadata;

    /** Holds arrays and metadata by name. */
    public SafeTensors(Map<String, float[]> arrays, Map<String, String> metadata) {
        this.arrays = new LinkedHashMap<>(arrays);
        this.metadata = Map.copyOf(metadata);
    }

    /** Returns the arrays by name, in the order of the file. */
    public Map<String, float[]> arrays() {
        return arrays;
    }

    /** Returns the metadata by name. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** Returns the bytes of the file. */
    public byte[] bytes() {
        ObjectNode header = JSON.createObjectNode();
        ObjectNode meta = header.putObject(METADATA);
        new java.util.TreeMap<>(metadata).forEach(meta::put);
        int length = 0;
        for (Map.Entry<String, float[]> entry : arrays.entrySet()) {
            ObjectNode tensor = header.putObject(entry.getKey());
            tensor.put("dtype", "F32");
            tensor.putArray("shape").add(entry.getValue().length);
            int end = length + Float.BYTES * entry.getValue().length;
            tensor.putArray("data_offsets").add(length).add(end);
            length = end;
        }
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer =
                ByteBuffer.allocate(Long.BYTES + text.length + length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(text.length).put(text);
        for (float[] values : arrays.values()) {
            buffer.asFloatBuffer().put(values);
            buffer.position(buffer.position() + Float.BYTES * values.length);
        }
        return buffer.array();
    }

    /**
     * Reads a file.
     *
     * @throws RunException if it is missing, truncated or not of this format
     */
    public static SafeTensors read(Path path) {
        try {
            return parse(path, Files.readAllBytes(path));
        } catch (IOException | RuntimeException e) {
            if (e instanceof RunException known) {
                throw known;
            }
            throw new RunException(path + ": no safetensors file that can be read: " + e.getMessage(), e);
        }
    }

    private static SafeTensors parse(Path path, byte[] content) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        long length = content.length < Long.BYTES ? -1 : buffer.getLong();
        if (!(0 < length && length <= content.length - Long.BYTES)) {
            throw new RunException(path + ": header of a safetensors file expected; damaged or another format");
        }
        JsonNode header = JSON.readTree(content, Long.BYTES, (int) length);
        int data = Long.BYTES + (int) length;
        Map<String, float[]> arrays = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (entry.getKey().equals(METADATA)) {
                entry.getValue()
                        .properties()
                        .forEach(m -> metadata.put(m.getKey(), m.getValue().asText()));
            } else {
                arrays.put(entry.getKey(), floats(path, buffer, data, entry.getKey(), entry.getValue()));
            }
        }
        return new SafeTensors(arrays, metadata);
    }

    private static float[] floats(Path path, ByteBuffer buffer, int data, String name, JsonNode tensor) {
        int from = tensor.path("data_offsets").path(0).asInt(-1);
        int to = tensor.path("data_offsets").path(1).asInt(-1);
        boolean whole = 0 <= from && from <= to && data + to <= buffer.capacity() && (to - from) % Float.BYTES == 0;
        if (!tensor.path("dtype").asText().equals("F32") || !whole) {
            throw new RunException(path + ": " + name + " is truncated or not F32; copy the file again");
        }
        float[] values = new float[(to - from) / Float.BYTES];
        buffer.position(data + from);
        buffer.asFloatBuffer().get(values);
        return values;
    }
}
