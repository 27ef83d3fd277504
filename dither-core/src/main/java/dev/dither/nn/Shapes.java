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

    static void requireInput(String path, Shape expected, Shape batch) {
        if (batch.rank() != expected.rank() + 1 || !batch.perExample().equals(expected)) {
            throw new ShapeException(path, "[N, " + expected.toString().substring(1), batch);
        }
    }
}
