package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;

/**
 * Convolution whose weights are independent and Gaussian, with trained means and variances.
 *
 * <p>Formula: that of {@link VariationalDense} with convolutions: the variance of an output is (x² ∗ σ²), ε is independent
 * per example, channel and position.
 *
 * <p>Shapes: those of {@link Conv}; parameters {@code mean} of the shape of its weights, {@code logAlpha} or {@code
 * logStddev} as {@link Posterior} says, {@code bias} [units].
 *
 * <p>Differs: the bias starts at 0 as everywhere here, in the authors' code it is uniform.
 *
 * <p>Reference: that of {@link VariationalDense}.
 *
 * @param window the convolution; its {@code init} is that of μ
 * @param posterior how variances are parameterized
 * @param initialLogAlpha initial log α, in ±20; an additive σ starts at the values that give it
 */
public record VariationalConv(Conv window, Posterior posterior, double initialLogAlpha) implements LayerSpec {
    /** Checks. */
    public VariationalConv {
        VariationalLinear.requireLogAlpha("variational-conv.initialLogAlpha", initialLogAlpha);
    }

    /** Returns a layer with a bias, μ starting uniform on ±1 / √fan-in and log α at −5; stride 1, no padding. */
    public static VariationalConv of(int units, int size, Posterior posterior) {
        return new VariationalConv(Conv.of(units, size).with(Init.FAN_IN_UNIFORM), posterior, -5);
    }

    /** Returns this with other parameters for the variances. */
    public VariationalConv with(Posterior other) {
        return new VariationalConv(window, other, initialLogAlpha);
    }

    @Override
    public Shape outputShape(Shape x) {
        return window.outputShape(x);
    }

    @Override
    public boolean noisy() {
        return true;
    }

    @Override
    public Layer build(Shape x, RandomKey key) {
        VariationalLinear.Start start = new VariationalLinear.Start(window.init(), initialLogAlpha);
        return VariationalLinear.build(Linear.conv(window, x), posterior, start, window.bias(), key);
    }
}
