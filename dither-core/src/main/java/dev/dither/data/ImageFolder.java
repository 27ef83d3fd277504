package dev.dither.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Images in folders named by class: PNG or JPEG, all of one size; files whose names begin with a dot are skipped.
 *
 * <p>Shapes: an example is [1, H, W] or [3, H, W], red plane first.
 * <p>Units: features are byte / 255, in [0, 1]; transparency is dropped.
 *
 * @param classNames names of the class folders; a class is its index here
 * @param examples the images, by class and then by file name
 */
public record ImageFolder(List<String> classNames, Examples examples) {
    /** What becomes of the colours of an image. */
    public enum Channels {
        /** One plane; a coloured pixel counts with its luma, 0.299 R + 0.587 G + 0.114 B, rounded. */
        GREY(1),
        /** Three planes; a grey pixel counts three times. */
        RGB(3);

        private final int planes;

        Channels(int planes) {
            this.planes = planes;
        }
    }

    /** Copies the list. */
    public ImageFolder {
        classNames = List.copyOf(classNames);
    }

    /** Reads a folder; its classes are its folders, in alphabetical order. */
    public static ImageFolder read(Path folder, Channels channels) {
        List<String> names = list(folder, Files::isDirectory).stream()
                .map(path -> path.getFileName().toString())
                .toList();
        return read(folder, channels, names);
    }

    /** Reads a folder whose classes are given, for example a test folder under the classes of the training folder. */
    public static ImageFolder read(Path folder, Channels channels, List<String> classNames) {
        List<Path> files = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (Path classFolder : list(folder, Files::isDirectory)) {
            int label = ClassNames.index(classNames, classFolder.getFileName().toString(), folder.toString());
            for (Path file : list(classFolder, Files::isRegularFile)) {
                files.add(file);
                labels.add(label);
            }
        }
        DataException.require(
                !files.isEmpty(), "%s: no images, expected a folder for each class with PNG or JPEG files", folder);
        int[] classes = labels.stream().mapToInt(Integer::intValue).toArray();
        return new ImageFolder(classNames, examples(folder, files, classes, channels, classNames.size()));
    }

    /** Returns the examples of some files of one size. */
    static Examples examples(Path folder, List<Path> files, int[] labels, Channels channels, int classes) {
        BufferedImage first = image(files.get(0));
        int width = first.getWidth();
        int height = first.getHeight();
        int stride = Math.multiplyExact(channels.planes, Math.multiplyExact(width, height));
        byte[] pixels = new byte[Math.multiplyExact(files.size(), stride)];
        for (int i = 0; i < labels.length; i++) {
            BufferedImage image = image(files.get(i));
            DataException.require(
                    image.getWidth() == width && image.getHeight() == height,
                    "%s: %s × %s pixels, expected %s × %s as in %s; resize it",
                    files.get(i),
                    image.getWidth(),
                    image.getHeight(),
                    width,
                    height,
                    files.get(0));
            copy(image, channels, pixels, i * stride);
        }
        int[] shape = {channels.planes, height, width};
        return Examples.ofBytes(folder.toString(), shape, new Examples.Pixels(pixels, 1 / 255f), labels, classes);
    }

    private static void copy(BufferedImage image, Channels channels, byte[] pixels, int offset) {
        int plane = image.getWidth() * image.getHeight();
        for (int i = 0; i < plane; i++) {
            int rgb = rgb(image, i % image.getWidth(), i / image.getWidth());
            int red = rgb >> 16 & 0xFF;
            int green = rgb >> 8 & 0xFF;
            int blue = rgb & 0xFF;
            if (channels == Channels.GREY) {
                pixels[offset + i] = (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
            } else {
                pixels[offset + i] = (byte) red;
                pixels[offset + plane + i] = (byte) green;
                pixels[offset + 2 * plane + i] = (byte) blue;
            }
        }
    }

    // A grey image is read from its raster: getRGB takes its values for linear light and brightens them.
    private static int rgb(BufferedImage image, int x, int y) {
        boolean grey = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY
                && !(image.getColorModel() instanceof IndexColorModel);
        if (grey) {
            int excess = image.getSampleModel().getSampleSize(0) - Byte.SIZE;
            return (image.getRaster().getSample(x, y, 0) >> excess) * 0x010101;
        }
        return image.getRGB(x, y);
    }

    private static BufferedImage image(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        boolean known = name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg");
        DataException.require(known, "%s: expected a PNG or JPEG file; move it out of the class folder", file);
        byte[] bytes = Content.read(file).bytes();
        try {
            BufferedImage image = ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes)));
            DataException.require(image != null, "%s: not an image, expected PNG or JPEG; replace it", file);
            return image;
        } catch (IOException | IndexOutOfBoundsException e) {
            String message = String.format(Locale.ROOT, "%s: damaged image (%s), replace it", file, e.getMessage());
            throw new DataException(message, e);
        }
    }

    private static List<Path> list(Path folder, Predicate<Path> kind) {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(path -> !path.getFileName().toString().startsWith("."))
                    .filter(kind)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new DataException(folder + ": cannot be listed, expected a folder of images; check the path", e);
        }
    }
}
