package dev.dither.lab.run;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dither.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The safetensors format: eight bytes of header length, a JSON header, then the numbers; never code.
 *
 * <p>Numbers are 32-bit floats, little-endian. Metadata are strings by name; two of them guard the file, {@code sha256}
 * of the numbers and {@code headerSha256} of the rest of the header, and {@link #read} refuses a file that does not
 * match them.
 *
 * <p>Differs: the format itself has no checksums; other tools read these files and ignore them.
 */
public final class SafeTensors {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int ALIGNMENT = 8;

    private final Map<String, Stored> arrays = new LinkedHashMap<>();
    private final Map<String, String> metadata;

    /** An array as it is kept. */
    private record Stored(Shape shape, float[] values) {}

    /** Holds metadata by name, and no arrays yet. */
    public SafeTensors(Map<String, String> metadata) {
        this.metadata = Map.copyOf(metadata);
    }

    /**
     * Adds an array, which is kept, not copied.
     *
     * @throws IllegalArgumentException if the shape has another number of elements, or the name is taken or reserved
     */
    public SafeTensors with(String name, Shape shape, float[] values) {
        if (shape.elements() != values.length) {
            throw new IllegalArgumentException(name + ": shape " + shape + " for " + values.length + " values");
        }
        if (name.equals(SafeTensorsHeader.METADATA) || arrays.putIfAbsent(name, new Stored(shape, values)) != null) {
            throw new IllegalArgumentException("the name " + name + " is taken");
        }
        return this;
    }

    /** Returns the arrays by name, in the order of the file. */
    public Map<String, float[]> arrays() {
        Map<String, float[]> values = new LinkedHashMap<>();
        arrays.forEach((name, array) -> values.put(name, array.values()));
        return Collections.unmodifiableMap(values);
    }

    /**
     * Returns the numbers of an array.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public float[] values(String name) {
        Stored array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException("no array " + name);
        }
        return array.values();
    }

    /** Returns the shape of an array, or null if there is none of that name. */
    public @Nullable Shape shape(String name) {
        Stored array = arrays.get(name);
        return array == null ? null : array.shape();
    }

    /** Returns the metadata by name. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** Returns the bytes of the file; the numbers begin at a multiple of eight, as readers that map the file like it. */
    public byte[] bytes() {
        ObjectNode header = JSON.createObjectNode();
        ObjectNode meta = header.putObject(SafeTensorsHeader.METADATA);
        new TreeMap<>(metadata).forEach(meta::put);
        byte[] data = data(header);
        SafeTensorsHeader.seal(header, data, 0);
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        int padding = (ALIGNMENT - text.length % ALIGNMENT) % ALIGNMENT;
        ByteBuffer file = ByteBuffer.allocate(Math.addExact(Long.BYTES + text.length + padding, data.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(text.length + padding).put(text);
        file.put(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII)).put(data);
        return file.array();
    }

    private byte[] data(ObjectNode header) {
        int count = arrays.values().stream().mapToInt(a -> a.values().length).reduce(0, Math::addExact);
        ByteBuffer data =
                ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, count)).order(ByteOrder.LITTLE_ENDIAN);
        arrays.forEach((name, array) -> {
            ObjectNode tensor = header.putObject(name).put("dtype", SafeTensorsHeader.DTYPE);
            array.shape().sizes().forEach(tensor.putArray("shape")::add);
            int start = data.position();
            data.asFloatBuffer().put(array.values());
            data.position(start + Float.BYTES * array.values().length);
            tensor.putArray("data_offsets").add(start).add(data.position());
        });
        return data.array();
    }

    /**
     * Reads a file.
     *
     * @throws RunException in one line, if it is missing, damaged, or not one of Dither's
     */
    public static SafeTensors read(Path path) {
        return read(path, "take another copy of the file");
    }

    /** Reads a file; {@code advice} says what to do when it is damaged. */
    public static SafeTensors read(Path path, String advice) {
        try {
            if (Files.size(path) > Integer.MAX_VALUE - Long.BYTES) {
                throw new RunException(path + ": larger than the 2 GiB that a model file may have");
            }
            return parse(Files.readAllBytes(path));
        } catch (SafeTensorsHeader.Damage e) {
            throw new RunException(path + ": " + e.getMessage() + "; " + advice, e);
        } catch (IOException e) {
            throw RunException.cannot("read", path, e);
        }
    }

    private static SafeTensors parse(byte[] file) throws SafeTensorsHeader.Damage {
        SafeTensorsHeader header = SafeTensorsHeader.parse(file);
        SafeTensors found = new SafeTensors(header.metadata());
        ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        for (SafeTensorsHeader.Entry entry : header.entries()) {
            float[] values = new float[Math.toIntExact(entry.shape().elements())];
            buffer.position(header.data() + Math.toIntExact(entry.from()));
            buffer.asFloatBuffer().get(values);
            found.with(entry.name(), entry.shape(), values);
        }
        return found;
    }
}
