package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;

/**
 * Convolution whose weights have mean 0 and trained scales.
 *
 * <p>Formula: that of {@link ZeroMeanDense} with convolutions: the variance of an output is (x² ∗ var(W)), ε is independent
 * per example, channel and position.
 *
 * <p>Shapes: those of {@link Conv}; parameters {@code scale} or {@code logScale} of the shape of its weights, {@code bias}
 * [units].
 *
 * <p>Numerics: drawn by outputs, positions have noise of their own, though they share weights; drawn by weights they share
 * them.
 *
 * <p>Differs: the bias starts at 0 as everywhere here, in the authors' code it is uniform.
 *
 * <p>Reference: that of {@link ZeroMeanDense}.
 *
 * @param window the convolution; its {@code init} is that of θ, of either sign
 * @param weights how weights are drawn
 */
public record ZeroMeanConv(Conv window, WeightNoise weights) implements LayerSpec {
    /** Returns Gaussian weights with a bias, θ starting uniform on ±1 / √fan-in; stride 1, no padding. */
    public static ZeroMeanConv of(int units, int size) {
        return new ZeroMeanConv(Conv.of(units, size).with(Init.FAN_IN_UNIFORM), WeightNoise.GAUSSIAN);
    }

    /** Returns this with weights drawn otherwise. */
    public ZeroMeanConv with(WeightNoise other) {
        return new ZeroMeanConv(window, other);
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
        return ZeroMeanLinear.build(Linear.conv(window, x), weights, window.init(), window.bias(), key);
    }
}
