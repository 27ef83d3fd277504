package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;

/**
 * Mean of each window of an image.
 *
 * <p>Shapes: x [N, C, H, W], y [N, C, ⌊(H − size) / stride⌋ + 1, ⌊(W − size) / stride⌋ + 1].
 *
 * @param size side of the window
 * @param stride step of the window
 */
public record AveragePool(int size, int stride) implements LayerSpec {
    /** Checks. */
    public AveragePool {
        Require.positive("average-pool.size", size);
        Require.positive("average-pool.stride", stride);
    }

    @Override
    public Shape outputShape(Shape x) {
        Shapes.image("average-pool", x);
        return new Window(size, stride, 0).slide("average-pool", x, x.size(0));
    }

    @Override
    public Layer build(Shape x, RandomKey key) {
        outputShape(x);
        return (batch, pass) -> {
            Shapes.requireInput(pass.path(), x, batch.shape());
            return batch.averagePool(size, stride);
        };
    }
}
