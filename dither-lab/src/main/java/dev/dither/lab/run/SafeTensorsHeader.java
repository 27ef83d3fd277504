package dev.dither.lab.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dither.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The checked header of a safetensors file.
 *
 * @param metadata strings by name, without the checksums
 * @param entries the arrays, in the order of their bytes, without gaps
 * @param data position of the first number in the file
 */
record SafeTensorsHeader(Map<String, String> metadata, List<Entry> entries, int data) {
    static final String METADATA = "__metadata__";
    static final String DTYPE = "F32";
    private static final String DATA_SUM = "sha256";
    private static final String HEADER_SUM = "headerSha256";
    private static final int LONGEST = 100_000_000;
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    /** Where an array lies, in bytes from the first number. */
    record Entry(String name, Shape shape, long from, long to) {}

    /** What is wrong with a file, without its name. */
    static final class Damage extends Exception {
        private static final long serialVersionUID = 1L;

        Damage(String message) {
            super(message);
        }
    }

    /** Adds the checksums to a header. */
    static void seal(ObjectNode header, byte[] file, int data) {
        ObjectNode metadata = (ObjectNode) header.get(METADATA);
        metadata.put(DATA_SUM, sha256(file, data));
        metadata.put(HEADER_SUM, sum(header));
    }

    static SafeTensorsHeader parse(byte[] file) throws Damage {
        ObjectNode header = header(file);
        int data = data(file);
        if (!(header.get(METADATA) instanceof ObjectNode metadata)) {
            throw new Damage("no metadata in its header; not a file of Dither's");
        }
        JsonNode stated = metadata.remove(HEADER_SUM);
        if (stated == null || !metadata.has(DATA_SUM)) {
            throw new Damage("no checksums in its header; not a file of Dither's, or damaged");
        }
        require(sum(header).equals(stated.asText()), "the header does not match its checksum; damaged");
        List<Entry> entries = entries(header, file.length - data);
        String sum = metadata.remove(DATA_SUM).asText();
        require(sha256(file, data).equals(sum), "the numbers do not match their checksum; damaged");
        Map<String, String> texts = new LinkedHashMap<>();
        metadata.properties().forEach(m -> texts.put(m.getKey(), m.getValue().asText()));
        return new SafeTensorsHeader(texts, entries, data);
    }

    private static int data(byte[] file) throws Damage {
        require(file.length > Long.BYTES, "no safetensors file: only " + file.length + " bytes");
        long length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        require(
                0 < length && length <= LONGEST,
                "no safetensors file: a header of " + Long.toUnsignedString(length) + " bytes");
        require(
                length <= file.length - Long.BYTES,
                "truncated: the header takes " + length + " bytes, the file has " + file.length);
        return Long.BYTES + (int) length;
    }

    private static ObjectNode header(byte[] file) throws Damage {
        int length = data(file) - Long.BYTES;
        try {
            if (READER.readTree(file, Long.BYTES, length) instanceof ObjectNode header) {
                return header;
            }
            throw new Damage("the header is not a JSON object; not a safetensors file, or damaged");
        } catch (JsonProcessingException e) {
            throw new Damage("the header is not JSON; not a safetensors file, or damaged");
        } catch (IOException e) {
            throw new Damage("the header cannot be read: " + e.getMessage());
        }
    }

    private static List<Entry> entries(ObjectNode header, long available) throws Damage {
        List<Entry> entries = new ArrayList<>();
        long end = 0;
        for (Map.Entry<String, JsonNode> field : header.properties()) {
            if (!field.getKey().equals(METADATA)) {
                Entry entry = entry(field.getKey(), field.getValue());
                String where = "bytes " + entry.from() + " to " + entry.to() + " of " + available;
                require(entry.from() == end, entry.name() + " overlaps or leaves a gap: " + where);
                require(entry.to() <= available, "truncated: " + entry.name() + " takes " + where);
                end = entry.to();
                entries.add(entry);
            }
        }
        require(end == available, "expected " + end + " bytes of numbers, got " + available);
        return entries;
    }

    private static Entry entry(String name, JsonNode tensor) throws Damage {
        String dtype = tensor.path("dtype").asText();
        require(dtype.equals(DTYPE), name + " has dtype '" + dtype + "', expected " + DTYPE);
        List<Long> sizes = new ArrayList<>();
        for (JsonNode size : tensor.path("shape")) {
            sizes.add(natural(name, "size", size));
        }
        long from = natural(name, "data_offset", tensor.path("data_offsets").path(0));
        long to = natural(name, "data_offset", tensor.path("data_offsets").path(1));
        Shape shape = new Shape(sizes);
        require(from <= to && to - from == bytes(shape), name + ": shape " + shape + " for " + (to - from) + " bytes");
        return new Entry(name, shape, from, to);
    }

    private static long natural(String name, String what, JsonNode number) throws Damage {
        boolean natural = number.isIntegralNumber() && number.canConvertToLong() && number.asLong() >= 0;
        require(natural, name + ": " + what + " must be a whole number of 0 or more, got " + number);
        return number.asLong();
    }

    /** Negative where there are more than a long can count, which no file has. */
    private static long bytes(Shape shape) {
        try {
            return Math.multiplyExact(Float.BYTES, shape.elements());
        } catch (ArithmeticException e) {
            return -1;
        }
    }

    private static void require(boolean holds, String message) throws Damage {
        if (!holds) {
            throw new Damage(message);
        }
    }

    private static String sum(ObjectNode header) {
        return sha256(header.toString().getBytes(StandardCharsets.UTF_8), 0);
    }

    private static String sha256(byte[] bytes, int from) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, from, bytes.length - from);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
