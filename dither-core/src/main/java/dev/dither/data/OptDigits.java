package dev.dither.data;

import java.nio.file.Path;
import java.util.List;

/**
 * Reader of the optical digits of the UCI repository: one line a digit, 64 counts 0 … 16 and the class 0 … 9.
 *
 * <p>Shapes: an example is [64], the 8 × 8 blocks row by row.
 * <p>Units: features are count / 16, in [0, 1].
 */
public final class OptDigits {
    private static final int FEATURES = 64;
    private static final int LARGEST = 16;
    private static final int CLASSES = 10;

    private OptDigits() {}

    /** Reads a file such as optdigits.tra; plain, or gzip if named .gz. */
    public static Examples read(String name, Path file) {
        return parse(name, Content.read(file));
    }

    static Examples parse(String name, Content file) {
        List<String> lines = file.lines();
        DataException.require(
                !lines.isEmpty(), "%s: empty, expected 65 numbers a line; download it again", file.where());
        byte[] pixels = new byte[lines.size() * FEATURES];
        int[] labels = new int[lines.size()];
        for (int row = 0; row < labels.length; row++) {
            String[] cells = lines.get(row).split(",", -1);
            String where = file.where() + ":" + (row + 1);
            DataException.require(
                    cells.length == FEATURES + 1,
                    "%s: %s numbers, expected %s; download it again",
                    where,
                    cells.length,
                    FEATURES + 1);
            for (int i = 0; i < FEATURES; i++) {
                pixels[row * FEATURES + i] = (byte) number(where, cells[i], LARGEST);
            }
            labels[row] = number(where, cells[FEATURES], CLASSES - 1);
        }
        return Examples.ofBytes(name, new int[] {FEATURES}, new Examples.Pixels(pixels, 1f / LARGEST), labels, CLASSES);
    }

    private static int number(String where, String cell, int largest) {
        String text = cell.strip();
        boolean digits = text.matches("[0-9]{1,3}");
        DataException.require(
                digits && Integer.parseInt(text) <= largest,
                "%s: \"%s\" is not a whole number 0 … %s; download the file again",
                where,
                text,
                largest);
        return Integer.parseInt(text);
    }
}
