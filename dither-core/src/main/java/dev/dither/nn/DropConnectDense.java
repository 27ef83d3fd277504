package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;

/**
 * Dense layer that sets weights, rather than activations, to zero at random, in every pass that draws noise.
 *
 * <p>Formula: y = (W ∘ M / (1 − p)) x + b, Mⱼᵢ Bernoulli(1 − p); y = W x + b in {@link NoiseMode#MEAN}. Drawn by weights, one M for
 * each draw. Drawn by outputs, y = W x + b + ε ∘ √((p / (1 − p)) W² x² + 10⁻¹⁶), ε ~ N(0, 1) for each example and unit: the same mean and
 * variance, and what examples have in common is gone.
 *
 * <p>Shapes: x [N, I], y [N, units]; parameters {@code weight} W [units, I], {@code bias} b [units].
 *
 * <p>Differs: the authors draw M for each example, in training; here it is drawn for each draw, as weights of other families are, or
 * matched in its moments, which is what they predict by. Biases are never dropped. It is noise, not a part of training: predictions by draws
 * drop as well.
 *
 * <p>Reference: Wan, Zeiler, Zhang, LeCun and Fergus, Regularization of Neural Networks using DropConnect, 2013.
 *
 * @param units number of outputs
 * @param init distribution of W
 * @param bias whether there is a b; it starts at 0
 * @param dropProbability p, in [0, 1)
 * @param drawing what is drawn
 */
public record DropConnectDense(
        int units, Init init, Conv.Bias bias, double dropProbability, WeightNoise.Drawing drawing)
        implements LayerSpec {
    private static final String NAME = "drop-connect-dense";

    /** Checks. */
    public DropConnectDense {
        Require.positive(NAME + ".units", units);
        Require.probability(NAME + ".dropProbability", dropProbability);
    }

    /** Returns a layer with weights N(0, 1 / fan-in) and a bias, drawn by weights. */
    public static DropConnectDense of(int units, double dropProbability) {
        return new DropConnectDense(
                units, Init.FAN_IN_NORMAL, Conv.Bias.TRAINED, dropProbability, WeightNoise.Drawing.WEIGHTS);
    }

    /** Returns this with something else drawn. */
    public DropConnectDense with(WeightNoise.Drawing other) {
        return new DropConnectDense(units, init, bias, dropProbability, other);
    }

    @Override
    public Shape outputShape(Shape x) {
        return Linear.dense(NAME, units, x).output();
    }

    @Override
    public boolean noisy() {
        return true;
    }

    @Override
    public Layer build(Shape x, RandomKey key) {
        Linear map = Linear.dense(NAME, units, x);
        return DropConnected.build(map, new DropConnected.Drop(dropProbability, drawing), init, bias, key);
    }
}
