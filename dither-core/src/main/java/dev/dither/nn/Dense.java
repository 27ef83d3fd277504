package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;

/**
 * Affine map of vectors.
 *
 * <p>Formula: y = W x + b.
 *
 * <p>Shapes: x [N, I], W [units, I], y [N, units].
 *
 * @param units number of outputs
 * @param init distribution of W
 * @param bias whether there is a b; it starts at 0
 */
public record Dense(int units, Init init, Conv.Bias bias) implements LayerSpec {
    /** Checks; a layer that says nothing of its bias, as those saved before there was a choice, has one. */
    public Dense {
        Require.positive("dense.units", units);
        bias = bias == null ? Conv.Bias.TRAINED : bias;
    }

    /** A layer with a bias. */
    public Dense(int units, Init init) {
        this(units, init, Conv.Bias.TRAINED);
    }

    /** Returns a dense layer with weights N(0, 1 / fan-in) and a bias. */
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
        Linear map = Linear.dense("dense", units, x);
        Tensor weight = map.start(init, key.child(Affine.WEIGHT)).owned().variable();
        return new Affine(map, weight, map.bias(bias));
    }
}
