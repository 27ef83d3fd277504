package dev.dither.nn;

import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;

/** The shape rules that several layers share. */
final class Shapes {
    private Shapes() {}

    static long vector(String layer, Shape x) {
        if (x.rank() != 1) {
            throw new ShapeException(layer, "a vector [K] for each example (put flatten before it)", x);
        }
        return x.size(0);
    }

    static Shape image(String layer, Shape x) {
        if (x.rank() != 3) {
            throw new ShapeException(layer, "an image [C, H, W] for each example", x);
        }
        return x;
    }

    /** Side length behind a window of the given size: ⌊(side + 2 padding − size) / stride⌋ + 1. */
    static long windows(String layer, Shape x, long side, long size, long stride, long padding) {
        long room = side + 2 * padding - size;
        if (room < 0) {
            throw new ShapeException(layer, "sides of at least " + (size - 2 * padding), x);
        }
        return room / stride + 1;
    }

    static void requireInput(String path, Shape expected, Shape batch) {
        if (batch.rank() != expected.rank() + 1 || !batch.perExample().equals(expected)) {
            throw new ShapeException(path, "[N, " + expected.toString().substring(1), batch);
        }
    }
}
