package dev.dither.data;

import java.nio.file.Path;
import java.util.List;

/**
 * Images in files without a class of their own, in color and of one size.
 *
 * <p>Shapes: an example is [3, H / k, W / k], red plane first; each value is the average of k × k pixels.
 * <p>Units: features are byte / 255, in [0, 1]; averages are rounded to bytes.
 */
public final class PictureFiles {
    private PictureFiles() {}

    /**
     * Reads PNG or JPEG files; the labels of the examples mean nothing.
     *
     * @param name what messages call the set
     * @param files the files, in their order, at least one
     * @param shrink k, which must divide height and width
     */
    public static Examples read(String name, List<Path> files, int shrink) {
        DataException.require(!files.isEmpty(), "%s: no pictures; check the path", name);
        Examples whole = ImageFolder.examples(Path.of(name), files, new int[files.size()], ImageFolder.Channels.RGB, 1);
        return shrink == 1 ? whole : shrunk(whole, shrink);
    }

    private static Examples shrunk(Examples whole, int k) {
        int[] shape = whole.exampleShape();
        DataException.require(
                k >= 1 && shape[1] % k == 0 && shape[2] % k == 0,
                "%s: pictures of %s × %s pixels cannot be shrunk to a %s-th; choose a divisor",
                whole.name(),
                shape[2],
                shape[1],
                k);
        int[] small = {shape[0], shape[1] / k, shape[2] / k};
        int stride = small[0] * small[1] * small[2];
        byte[] pixels = new byte[Math.multiplyExact(whole.size(), stride)];
        for (int i = 0; i < whole.size(); i++) {
            float[] values = whole.features(i);
            for (int at = 0; at < stride; at++) {
                pixels[i * stride + at] = (byte) Math.round(255 * average(values, at, small, k));
            }
        }
        return Examples.ofBytes(whole.name(), small, new Examples.Pixels(pixels, 1 / 255f), new int[whole.size()], 1);
    }

    /** Returns the average of the pixels behind one of the small image. */
    private static double average(float[] values, int at, int[] small, int k) {
        int width = small[2] * k;
        int row = at / small[2] * k; // planes are k times as high as well
        int column = at % small[2] * k;
        double sum = 0;
        for (int pixel = 0; pixel < k * k; pixel++) {
            sum += values[(row + pixel / k) * width + column + pixel % k];
        }
        return sum / (k * k);
    }
}
