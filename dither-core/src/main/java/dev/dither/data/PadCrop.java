package dev.dither.data;

import dev.dither.rng.RandomKey;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Pads an image on all sides and cuts a window of its old size out of it, every position equally likely.
 *
 * <p>Formula: y[c, i, j] = x[c, i + dy, j + dx] with dy and dx uniform on −pixels … pixels; outside of the image stands
 * the padding.
 * <p>Differs: one public variance-network code draws one offset for a whole batch; here each example has its own.
 *
 * @param pixels width of the padding on each side, at least 1
 * @param padding what stands outside of the image
 */
public record PadCrop(int pixels, Padding padding) implements Augmentation {
    /** What stands outside of an image. */
    public enum Padding {
        /** The feature 0. */
        ZERO,
        /** The image mirrored at its outermost pixels, which are not repeated: … 2 1 | 0 1 2 … */
        REFLECT;

        static Padding of(String name) {
            return Arrays.stream(values())
                    .filter(padding -> padding.word().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new DataException("pad-crop: padding must be zero or reflect, got " + name));
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Checks the range. */
    public PadCrop {
        DataException.require(pixels >= 1, "pad-crop: pixels must be at least 1, got %s", pixels);
    }

    @Override
    public void apply(float[] features, int offset, int[] shape, RandomKey key) {
        check(shape);
        SplittableRandom generator = key.generator();
        int dy = generator.nextInt(2 * pixels + 1) - pixels;
        int dx = generator.nextInt(2 * pixels + 1) - pixels;
        int plane = shape[1] * shape[2];
        float[] before = Arrays.copyOfRange(features, offset, offset + shape[0] * plane);
        for (int i = 0; i < before.length; i++) {
            int y = source(i % plane / shape[2] + dy, shape[1]);
            int x = source(i % shape[2] + dx, shape[2]);
            features[offset + i] = y < 0 || x < 0 ? 0 : before[i / plane * plane + y * shape[2] + x];
        }
    }

    /** Returns the position in the image that is shown at {@code at} of the padded axis, or −1 for the feature 0. */
    private int source(int at, int size) {
        if (0 <= at && at < size) {
            return at;
        }
        return switch (padding) {
            case ZERO -> -1;
            case REFLECT -> at < 0 ? -at : 2 * (size - 1) - at;
        };
    }

    @Override
    public void check(int[] shape) {
        Augmentation.super.check(shape);
        DataException.require(
                padding == Padding.ZERO || pixels < Math.min(shape[1], shape[2]),
                "%s: reflection needs images of more than %s pixels, got examples of %s; pad less",
                this,
                pixels,
                Arrays.toString(shape));
    }

    @Override
    public String toString() {
        return "pad-crop:" + pixels + ":" + padding.word();
    }
}
