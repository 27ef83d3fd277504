package dev.dither.lab.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files in the form of COCO with one caption for each image, and features of eight numbers of which one is not 0. */
public final class CocoFolder {
    private static final int FEATURES = 8;

    private final Path folder;
    private final Map<String, List<String>> images = new LinkedHashMap<>();
    private final Map<String, List<String>> annotations = new LinkedHashMap<>();
    private final List<Integer> kinds = new ArrayList<>();

    public CocoFolder(Path folder) {
        this.folder = folder;
    }

    /** Adds an image to a caption file. */
    public void add(String file, String animal, int kind) {
        int id = kinds.size();
        images.computeIfAbsent(file, f -> new ArrayList<>())
                .add("{\"id\": " + id + ", \"file_name\": \"" + id + ".jpg\"}");
        annotations
                .computeIfAbsent(file, f -> new ArrayList<>())
                .add("{\"image_id\": " + id + ", \"id\": " + id + ", \"caption\": \"A " + animal + " on the grass.\"}");
        kinds.add(kind);
    }

    public void write() throws IOException {
        Files.createDirectories(folder);
        for (String file : images.keySet()) {
            String text = "{\"images\": " + images.get(file) + ", \"annotations\": " + annotations.get(file) + "}";
            Files.writeString(folder.resolve(file + ".json"), text);
        }
        StringBuilder ids = new StringBuilder();
        float[] values = new float[kinds.size() * FEATURES];
        for (int i = 0; i < kinds.size(); i++) {
            ids.append(i).append('\n');
            values[i * FEATURES + kinds.get(i)] = 2;
        }
        Files.writeString(folder.resolve("ids.txt"), ids);
        Files.write(folder.resolve("features.npy"), array(kinds.size(), FEATURES, values));
    }

    /** Returns features of one region for each image in NumPy's format: magic, version, length of the header, header, numbers. */
    public static byte[] array(int rows, int columns, float... values) {
        byte[] header = ("{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", 1, " + columns + "), }\n")
                .getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(10 + header.length + Float.BYTES * values.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        bytes.putShort((short) header.length).put(header);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }
}
