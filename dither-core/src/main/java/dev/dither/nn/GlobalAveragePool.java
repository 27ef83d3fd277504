package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;

/**
 * Mean of each channel over all positions, whatever the size of the image.
 *
 * <p>Shapes: x [N, C, H, W], y [N, C, 1, 1].
 */
public record GlobalAveragePool() implements LayerSpec {
    @Override
    public Shape outputShape(Shape x) {
        return Shape.of(Shapes.image("global-average-pool", x).size(0), 1, 1);
    }

    @Override
    public Layer build(Shape x, RandomKey key) {
        Shape y = outputShape(x);
        return (batch, pass) -> {
            Shapes.requireInput(pass.path(), x, batch.shape());
            return batch.mean(2, 3).reshape(y.batched(batch.shape().size(0)));
        };
    }
}
