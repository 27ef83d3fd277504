package dev.dither.continual;

import dev.dither.data.Examples;
import dev.dither.rng.RandomKey;
import java.util.List;

/**
 * Tasks that differ by an angle by which all images are turned.
 *
 * <p>Formula: the value at offset (x, y) from the center, to the right and down, is that of the image at (x cos φ − y sin φ, x
 * sin φ + y cos φ), interpolated linearly between the four pixels around; beyond the edge everything is 0. The center of a row of W
 * pixels is at (W − 1) / 2.
 *
 * <p>Shapes: an example is [C, H, W]; its shape stays.
 *
 * <p>Units: degrees, counterclockwise.
 *
 * <p>Reference: Lopez-Paz and Ranzato, Gradient Episodic Memory for Continual Learning, 2017, section 5.
 *
 * @param degrees angle of each task
 */
public record RotatedImages(List<Double> degrees) implements TaskStream {
    /** Copies and checks. */
    public RotatedImages {
        degrees = List.copyOf(degrees);
        Require.that(!degrees.isEmpty(), "rotated.degrees must name an angle", degrees);
        Require.that(degrees.stream().allMatch(Double::isFinite), "rotated.degrees must be finite", degrees);
    }

    @Override
    public int tasks(Examples all) {
        requireImages(all);
        return degrees.size();
    }

    @Override
    public int classes(Examples all) {
        return all.classes();
    }

    @Override
    public Examples task(Examples all, int task, RandomKey key) {
        requireImages(all);
        int[] shape = all.exampleShape();
        Turn turn = Turn.by(Math.toRadians(degrees.get(task)), shape[1], shape[2]);
        int stride = all.featureCount();
        float[] turned = new float[Math.multiplyExact(all.size(), stride)];
        float[] image = new float[stride];
        for (int i = 0; i < all.size(); i++) {
            all.copyFeatures(i, image, 0);
            for (int plane = 0; plane < stride; plane += turn.pixels()) {
                turn.apply(image, plane, turned, i * stride + plane);
            }
        }
        return Examples.ofFloats(all.name(), shape, turned, all.labels(), all.classes());
    }

    private static void requireImages(Examples all) {
        if (all.exampleShape().length != 3) {
            throw new IllegalArgumentException(
                    "rotated: expected images [C, H, W], got " + all.shape() + " of " + all.name());
        }
    }

    /**
     * Where each pixel of a turned plane comes from: four pixels and their weights.
     *
     * @param sources four places for each pixel
     * @param weights their weights, 0 beyond the edge
     */
    private record Turn(int[] sources, float[] weights) {
        private static final int AROUND = 4;

        static Turn by(double angle, int height, int width) {
            Turn turn = new Turn(new int[AROUND * height * width], new float[AROUND * height * width]);
            double cos = Math.cos(angle);
            double sin = Math.sin(angle);
            for (int i = 0; i < height * width; i++) {
                int row = i / width;
                double x = i % width - (width - 1) / 2.0;
                double y = row - (height - 1) / 2.0;
                double fromX = x * cos - y * sin + (width - 1) / 2.0;
                double fromY = x * sin + y * cos + (height - 1) / 2.0;
                turn.from(i, fromX, fromY, height, width);
            }
            return turn;
        }

        private void from(int pixel, double x, double y, int height, int width) {
            int left = (int) Math.floor(x);
            int top = (int) Math.floor(y);
            for (int corner = 0; corner < AROUND; corner++) {
                int column = left + corner % 2;
                int row = top + corner / 2;
                boolean inside = 0 <= column && column < width && 0 <= row && row < height;
                double weight = (1 - Math.abs(x - column)) * (1 - Math.abs(y - row));
                sources[AROUND * pixel + corner] = inside ? row * width + column : 0;
                weights[AROUND * pixel + corner] = inside ? (float) weight : 0;
            }
        }

        int pixels() {
            return sources.length / AROUND;
        }

        void apply(float[] from, int plane, float[] to, int offset) {
            for (int i = 0; i < pixels(); i++) {
                float sum = 0;
                for (int k = AROUND * i; k < AROUND * (i + 1); k++) {
                    sum += weights[k] * from[plane + sources[k]];
                }
                to[offset + i] = sum;
            }
        }
    }
}
