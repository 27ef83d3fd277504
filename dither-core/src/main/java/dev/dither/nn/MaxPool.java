package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;

/**
 * Largest value of each window of an image.
 *
 * <p>Shapes: x [N, C, H, W], y [N, C, ⌊(H − size) / stride⌋ + 1, ⌊(W − size) / stride⌋ + 1].
 *
 * @param size side of the window
 * @param stride step of the window
 */
public record MaxPool(int size, int stride) implements LayerSpec {
    /** Checks. */
    public MaxPool {
        Require.positive("max-pool.size", size);
        Require.positive("max-pool.stride", stride);
    }

    @Override
    public Shape outputShape(Shape x) {
        Shapes.image("max-pool", x);
        return new Window(size, stride, 0).slide("max-pool", x, x.size(0));
    }

    @Override
    public Layer build(Shape x, RandomKey key) {
        outputShape(x);
        return new Pooled(this, x);
    }

    record Pooled(MaxPool spec, Shape input) implements Layer {
        @Override
        public Tensor forward(Tensor x, Pass pass) {
            Shapes.requireInput(pass.path(), input, x.shape());
            return x.maxPool(spec.size, spec.stride);
        }
    }
}
