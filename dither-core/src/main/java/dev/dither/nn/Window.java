package dev.dither.nn;

import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;

/**
 * A square window that slides over an image.
 *
 * @param size side of the window
 * @param stride step of the window
 * @param padding zeros around the image, on each side
 */
record Window(int size, int stride, int padding) {
    /** Returns the shape [channels, H, W] behind this window, when it slides over the image {@code x} [C, H, W]. */
    Shape slide(String layer, Shape x, long channels) {
        return Shape.of(channels, places(layer, x, 1), places(layer, x, 2));
    }

    /** Number of places along a side: ⌊(side + 2 padding − size) / stride⌋ + 1. */
    private long places(String layer, Shape x, int axis) {
        long room = x.size(axis) + 2L * padding - size;
        if (room < 0) {
            throw new ShapeException(layer, "sides of at least " + (size - 2L * padding), x);
        }
        return room / stride + 1;
    }
}
