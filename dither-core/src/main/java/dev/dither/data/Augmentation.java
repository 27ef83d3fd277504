package dev.dither.data;

import dev.dither.rng.RandomKey;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Random change of an image that keeps its class, decided for each example on its own.
 *
 * <p>The key names the epoch and the example, {@code root.child(Stream.AUGMENT).child(epoch).child(index)}: the same
 * example meets the same change in the same epoch, whatever the batch size or the number of threads.
 *
 * <p>Shapes: an example is [C, H, W]; its shape stays.
 */
public sealed interface Augmentation permits PadCrop, HorizontalFlip, InOrder {
    /** Returns the augmentation that changes nothing. */
    static Augmentation none() {
        return of(List.of());
    }

    /** Returns the augmentation that applies {@code steps} one after the other, each with a key of its own. */
    static Augmentation of(List<Augmentation> steps) {
        return new InOrder(steps);
    }

    /**
     * Returns the augmentation of a name: {@code flip}, {@code flip:PROBABILITY}, {@code pad-crop:PIXELS} or
     * {@code pad-crop:PIXELS:reflect}.
     *
     * @throws DataException if the text names none
     */
    static Augmentation parse(String text) {
        String[] parts = text.strip().split(":", -1);
        try {
            if (parts[0].equals("flip") && parts.length <= 2) {
                return parts.length == 1 ? HorizontalFlip.EVEN : new HorizontalFlip(Double.parseDouble(parts[1]));
            }
            if (parts[0].equals("pad-crop") && (parts.length == 2 || parts.length == 3)) {
                return padCrop(parts);
            }
        } catch (NumberFormatException e) {
            throw new DataException(unknown(text), e);
        }
        throw new DataException(unknown(text));
    }

    private static PadCrop padCrop(String[] parts) {
        int pixels = Integer.parseInt(parts[1]);
        return new PadCrop(pixels, parts.length == 2 ? PadCrop.Padding.ZERO : PadCrop.Padding.of(parts[2]));
    }

    private static String unknown(String text) {
        return String.format(
                Locale.ROOT,
                "augmentation \"%s\": expected flip, flip:PROBABILITY, pad-crop:PIXELS or pad-crop:PIXELS:reflect",
                text);
    }

    /**
     * Changes one example in place.
     *
     * @param features holds the example from {@code offset} on
     * @param offset where the example begins
     * @param shape its sizes
     * @param key address of the decision; the same key makes the same change
     */
    void apply(float[] features, int offset, int[] shape, RandomKey key);

    /** Refuses examples of a shape that this cannot change, before any is drawn. */
    default void check(int[] shape) {
        DataException.require(
                shape.length == 3,
                "%s: expected images of shape [C, H, W], got examples of %s; remove it",
                this,
                Arrays.toString(shape));
    }
}
