package dev.dither.data;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reader of the binary version of CIFAR; plain, or gzip if named .gz.
 *
 * <p>Formula: a record is one label byte (CIFAR-100: coarse, then fine), then 1,024 red, green and blue bytes each.
 * <p>Shapes: an example is [3, 32, 32].
 * <p>Units: features are byte / 255, in [0, 1].
 */
public enum CifarBinary {
    /** CIFAR-10, ten classes. */
    CIFAR_10(1, 0, 10),
    /** CIFAR-100 under its 20 coarse classes. */
    CIFAR_100_COARSE(2, 0, 20),
    /** CIFAR-100 under its 100 fine classes. */
    CIFAR_100_FINE(2, 1, 100);

    private static final int PIXELS = 3 * 32 * 32;

    private final int labelBytes;
    private final int labelIndex;
    private final int classes;

    CifarBinary(int labelBytes, int labelIndex, int classes) {
        this.labelBytes = labelBytes;
        this.labelIndex = labelIndex;
        this.classes = classes;
    }

    /** Returns the number of classes. */
    public int classes() {
        return classes;
    }

    /** Reads files one after the other into one set. */
    public Examples read(String name, Path... files) {
        return parse(name, Stream.of(files).map(Content::read).toList());
    }

    Examples parse(String name, List<Content> files) {
        int count = files.stream().mapToInt(this::count).reduce(0, Math::addExact);
        byte[] pixels = new byte[Math.multiplyExact(count, PIXELS)];
        int[] labels = new int[count];
        int next = 0;
        for (Content file : files) {
            next = append(file, pixels, labels, next);
        }
        return Examples.ofBytes(name, new int[] {3, 32, 32}, new Examples.Pixels(pixels, 1 / 255f), labels, classes);
    }

    private int append(Content file, byte[] pixels, int[] labels, int first) {
        byte[] bytes = file.bytes();
        int next = first;
        for (int at = 0; at < bytes.length; at += stride(), next++) {
            labels[next] = label(file, bytes[at + labelIndex] & 0xFF, next - first);
            System.arraycopy(bytes, at + labelBytes, pixels, next * PIXELS, PIXELS);
        }
        return next;
    }

    private int label(Content file, int label, int row) {
        DataException.require(
                label < classes,
                "%s: label of record %s is %s, expected 0 … %s for %s; give another file or format",
                file.where(),
                row,
                label,
                classes - 1,
                this);
        return label;
    }

    private int count(Content file) {
        int length = file.bytes().length;
        DataException.require(
                length > 0 && length % stride() == 0,
                "%s: %s bytes, expected a positive multiple of %s for %s; download it again",
                file.where(),
                length,
                stride(),
                this);
        return length / stride();
    }

    private int stride() {
        return labelBytes + PIXELS;
    }
}
