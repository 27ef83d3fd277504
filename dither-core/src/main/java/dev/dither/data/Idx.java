package dev.dither.data;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reader of IDX files of unsigned bytes, the format of MNIST and Fashion-MNIST; plain, or gzip if named .gz.
 *
 * <p>Formula: big-endian 32-bit header (images: 2051, count, rows, columns; labels: 2049, count), then the bytes.
 * <p>Shapes: an example is [1, rows, columns].
 * <p>Units: features are byte / 255, in [0, 1].
 */
public final class Idx {
    private static final int IMAGES_MAGIC = 2051;
    private static final int LABELS_MAGIC = 2049;
    private static final int IMAGES_HEADER = 16;
    private static final int LABELS_HEADER = 8;

    private Idx() {}

    /** Reads an image file and the label file that belongs to it, with labels 0 … classes−1. */
    public static Examples read(String name, Path images, Path labels, int classes) {
        return parse(name, Content.read(images), Content.read(labels), classes);
    }

    static Examples parse(String name, Content images, Content labels, int classes) {
        ByteBuffer header = header(images, IMAGES_MAGIC, IMAGES_HEADER);
        int count = size(images, "count", header.getInt());
        int rows = size(images, "rows", header.getInt());
        int columns = size(images, "columns", header.getInt());
        byte[] pixels = body(images, IMAGES_HEADER, Math.multiplyFull(rows, columns), count);
        int[] classLabels = labels(labels);
        DataException.require(
                classLabels.length == count,
                "%s: %s labels, expected %s as in %s; use files that belong together",
                labels.where(),
                classLabels.length,
                count,
                images.where());
        return Examples.ofBytes(
                name, new int[] {1, rows, columns}, new Examples.Pixels(pixels, 1 / 255f), classLabels, classes);
    }

    private static int[] labels(Content file) {
        int count =
                size(file, "count", header(file, LABELS_MAGIC, LABELS_HEADER).getInt());
        byte[] bytes = body(file, LABELS_HEADER, 1, count);
        int[] labels = new int[count];
        Arrays.setAll(labels, i -> bytes[i] & 0xFF);
        return labels;
    }

    private static ByteBuffer header(Content file, int magic, int length) {
        DataException.require(
                file.bytes().length >= length,
                "%s: truncated, %s bytes, expected a header of %s; download it again",
                file.where(),
                file.bytes().length,
                length);
        ByteBuffer header = ByteBuffer.wrap(file.bytes());
        int found = header.getInt();
        DataException.require(
                found == magic,
                "%s: magic number is %s, expected %s (IDX %s); give another file",
                file.where(),
                found,
                magic,
                magic == IMAGES_MAGIC ? "images" : "labels");
        return header;
    }

    private static int size(Content file, String field, int value) {
        DataException.require(
                value > 0,
                "%s: %s in the header is %s, expected 1 or more; download it again",
                file.where(),
                field,
                value);
        return value;
    }

    private static byte[] body(Content file, int header, long stride, int count) {
        boolean fits = stride <= Integer.MAX_VALUE / count;
        DataException.require(
                fits && file.bytes().length == header + stride * count,
                "%s: %s bytes, expected %s + %s × %s by its header; download it again",
                file.where(),
                file.bytes().length,
                header,
                count,
                stride);
        return Arrays.copyOfRange(file.bytes(), header, file.bytes().length);
    }
}
