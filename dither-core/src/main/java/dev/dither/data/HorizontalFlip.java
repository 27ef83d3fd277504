package dev.dither.data;

import dev.dither.rng.RandomKey;

/**
 * Mirrors an image left to right with a probability.
 *
 * @param probability how often, in [0, 1]
 */
public record HorizontalFlip(double probability) implements Augmentation {
    /** As often as not. */
    public static final HorizontalFlip EVEN = new HorizontalFlip(0.5);

    /** Checks the range. */
    public HorizontalFlip {
        DataException.require(
                0 <= probability && probability <= 1, "flip: probability must be in [0, 1], got %s", probability);
    }

    @Override
    public void apply(float[] features, int offset, int[] shape, RandomKey key) {
        check(shape);
        if (!(key.generator().nextDouble() < probability)) {
            return;
        }
        int width = shape[2];
        int end = offset + shape[0] * shape[1] * width;
        for (int row = offset; row < end; row += width) {
            mirror(features, row, width);
        }
    }

    private static void mirror(float[] features, int from, int width) {
        for (int i = from, j = from + width - 1; i < j; i++, j--) {
            float left = features[i];
            features[i] = features[j];
            features[j] = left;
        }
    }

    @Override
    public String toString() {
        return "flip:" + probability;
    }
}
