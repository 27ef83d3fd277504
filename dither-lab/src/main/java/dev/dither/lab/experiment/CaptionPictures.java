package dev.dither.lab.experiment;

import dev.dither.data.DataException;
import dev.dither.data.Examples;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** Reader of picture files of one size as examples [3, H, W], pixels in [0, 1]. */
final class CaptionPictures {
    private CaptionPictures() {}

    /**
     * Reads pictures.
     *
     * @param shrink side of the squares of pixels that become one, their mean; 1 for none
     */
    static Examples read(String name, List<Path> files, int shrink) {
        BufferedImage first = picture(files.get(0));
        int width = first.getWidth() / shrink;
        int height = first.getHeight() / shrink;
        if (width == 0 || height == 0) {
            throw new DataException(
                    files.get(0) + ": too small to be shrunk " + shrink + " times; give a smaller shrink");
        }
        int stride = 3 * width * height;
        byte[] pixels = new byte[Math.multiplyExact(files.size(), stride)];
        for (int i = 0; i < files.size(); i++) {
            BufferedImage picture = picture(files.get(i));
            if (picture.getWidth() != first.getWidth() || picture.getHeight() != first.getHeight()) {
                throw new DataException(files.get(i) + ": " + picture.getWidth() + " × " + picture.getHeight()
                        + " pixels, expected " + first.getWidth() + " × " + first.getHeight() + " as in "
                        + files.get(0) + "; resize it");
            }
            for (int at = 0; at < stride; at++) {
                int plane = at / (width * height);
                int left = at % width * shrink;
                int top = at / width % height * shrink;
                pixels[i * stride + at] = (byte) mean(picture, left, top, shrink, 16 - 8 * plane);
            }
        }
        int[] shape = {3, height, width};
        return Examples.ofBytes(name, shape, new Examples.Pixels(pixels, 1 / 255f), new int[files.size()], 1);
    }

    private static int mean(BufferedImage picture, int left, int top, int side, int shift) {
        int sum = side * side / 2;
        for (int i = 0; i < side * side; i++) {
            sum += picture.getRGB(left + i % side, top + i / side) >> shift & 0xff;
        }
        return sum / (side * side);
    }

    private static BufferedImage picture(Path file) {
        if (!Files.exists(file)) {
            throw new DataException(file + ": no such file; get the pictures again");
        }
        try {
            BufferedImage picture = ImageIO.read(file.toFile());
            if (picture == null) {
                throw new DataException(file + ": no picture that can be read; get it again");
            }
            return picture;
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read (" + e.getMessage() + "); get it again", e);
        }
    }
}
