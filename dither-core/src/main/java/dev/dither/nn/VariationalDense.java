package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;

/**
 * Dense layer whose weights are independent and Gaussian, with trained means and variances.
 *
 * <p>Formula: wᵢⱼ ~ N(μᵢⱼ, σᵢⱼ²), σ² = α μ² or trained by itself, see {@link Posterior}; yⱼ = Σᵢ xᵢ μᵢⱼ + bⱼ + εⱼ √(Σᵢ xᵢ² σᵢⱼ²
 * + 10⁻¹⁶), ε ~ N(0, 1) for each example and unit, or y = μ x + b in {@link NoiseMode#MEAN}.
 *
 * <p>Shapes: x [N, I], y [N, units]; parameters {@code mean} [units, I], {@code logAlpha} or {@code logStddev} as {@link
 * Posterior} says, {@code bias} [units].
 *
 * <p>Units: log α and log σ in nats.
 *
 * <p>Numerics: the summand under the root keeps its derivative finite where the variance is 0.
 *
 * <p>Reference: those of {@link Posterior}; as a road to variance networks: {@link ZeroMeanDense}.
 *
 * @param units number of outputs
 * @param init distribution of the initial μ
 * @param bias whether each output has a summand; it starts at 0
 * @param posterior how variances are parameterized
 * @param initialLogAlpha initial log α, in ±20; an additive σ starts at the values that give it
 */
public record VariationalDense(int units, Init init, Conv.Bias bias, Posterior posterior, double initialLogAlpha)
        implements LayerSpec {
    private static final String NAME = "variational-dense";

    /** Checks. */
    public VariationalDense {
        Require.positive("variational-dense.units", units);
        VariationalLinear.requireLogAlpha("variational-dense.initialLogAlpha", initialLogAlpha);
    }

    /** Returns a layer with a bias, μ starting uniform on ±1 / √fan-in and log α at −5: the published start on MNIST. */
    public static VariationalDense of(int units, Posterior posterior) {
        return new VariationalDense(units, Init.FAN_IN_UNIFORM, Conv.Bias.TRAINED, posterior, -5);
    }

    /** Returns this with other parameters for the variances. */
    public VariationalDense with(Posterior other) {
        return new VariationalDense(units, init, bias, other, initialLogAlpha);
    }

    /** Returns this without bias. */
    public VariationalDense withoutBias() {
        return new VariationalDense(units, init, Conv.Bias.NONE, posterior, initialLogAlpha);
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
        VariationalLinear.Start start = new VariationalLinear.Start(init, initialLogAlpha);
        return VariationalLinear.build(Linear.dense(NAME, units, x), posterior, start, bias, key);
    }
}
