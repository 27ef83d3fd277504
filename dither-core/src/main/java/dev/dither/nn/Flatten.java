package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;

/** Each example as one vector: [N, …] becomes [N, K]. */
public record Flatten() implements LayerSpec {
    @Override
    public Shape outputShape(Shape x) {
        return Shape.of(x.elements());
    }

    @Override
    public Layer build(Shape x, RandomKey key) {
        return (batch, pass) -> {
            Shapes.requireInput(pass.path(), x, batch.shape());
            return batch.reshape(Shape.of(batch.shape().size(0), x.elements()));
        };
    }
}
