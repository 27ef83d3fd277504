package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;

/**
 * Dense layer whose weights have mean 0 and trained scales: what it learns is stored in variances alone.
 *
 * <p>Formula: wᵢⱼ ~ N(0, θᵢⱼ²), or of another family, see {@link WeightNoise}. Drawn by outputs yⱼ = εⱼ √(Σᵢ xᵢ² var(wᵢⱼ) +
 * 10⁻¹⁶) + bⱼ, ε ~ N(0, 1) for each example and unit; drawn by weights y = W x + b with one W for each draw.
 *
 * <p>Shapes: x [N, I], y [N, units]; parameters {@code scale} or {@code logScale} [units, I], {@code bias} [units].
 *
 * <p>Units: θ is the scale of the family, for Gaussian weights their standard deviation.
 *
 * <p>Numerics: the summand under the root keeps its derivative finite where the variance is 0.
 *
 * <p>Differs: passes by the mean are refused unless asked for, see {@link WeightNoise.MeanPath}.
 *
 * <p>Reference: Neklyudov, Molchanov, Ashukha and Vetrov, Variance Networks: When Expectation Does Not Meet Your
 * Expectations, 2019; local reparameterization: Kingma, Salimans and Welling 2015.
 *
 * @param units number of outputs
 * @param init distribution of the initial θ, of either sign
 * @param bias whether each output has a summand; it starts at 0
 * @param weights how weights are drawn
 */
public record ZeroMeanDense(int units, Init init, Conv.Bias bias, WeightNoise weights) implements LayerSpec {
    private static final String NAME = "zero-mean-dense";

    /** Checks. */
    public ZeroMeanDense {
        Require.positive("zero-mean-dense.units", units);
    }

    /** Returns a layer of Gaussian weights with a bias, θ starting uniform on ±1 / √fan-in. */
    public static ZeroMeanDense of(int units) {
        return new ZeroMeanDense(units, Init.FAN_IN_UNIFORM, Conv.Bias.TRAINED, WeightNoise.GAUSSIAN);
    }

    /** Returns this with weights drawn otherwise. */
    public ZeroMeanDense with(WeightNoise other) {
        return new ZeroMeanDense(units, init, bias, other);
    }

    /** Returns this without bias. */
    public ZeroMeanDense withoutBias() {
        return new ZeroMeanDense(units, init, Conv.Bias.NONE, weights);
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
        return ZeroMeanLinear.build(Linear.dense(NAME, units, x), weights, init, bias, key);
    }
}
