package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Map;

/**
 * Affine map of vectors.
 *
 * <p>Formula: y = W x + b.
 *
 * <p>Shapes: x [N, I], W [units, I], y [N, units].
 *
 * @param units number of outputs
 * @param init distribution of W; b starts at 0
 */
public record Dense(int units, Init init) implements LayerSpec {
    /** Checks. */
    public Dense {
        Require.positive("dense.units", units);
    }

    /** Returns a dense layer with weights N(0, 1 / fan-in). */
    public static Dense of(int units) {
        return new Dense(units, Init.FAN_IN_NORMAL);
    }

    @Override
    public Shape outputShape(Shape x) {
        Shapes.vector("dense", x);
        return Shape.of(units);
    }

    @Override
    public Layer build(Shape x, RandomKey key) {
        long in = Shapes.vector("dense", x);
        Tensor weight = init.weights(key.child("weight"), Shape.of(units, in), in)
                .owned()
                .variable();
        Tensor bias = Tensor.full(0, Shape.of(units)).owned().variable();
        return new Affine(x, weight, bias);
    }

    private record Affine(Shape input, Tensor weight, Tensor bias) implements Layer {
        @Override
        public Tensor forward(Tensor x, Pass pass) {
            Shapes.requireInput(pass.path(), input, x.shape());
            return x.linear(weight, bias);
        }

        @Override
        public Map<String, Tensor> parameters() {
            return Named.of("weight", weight, "bias", bias);
        }
    }
}
