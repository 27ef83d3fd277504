package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Map;

/**
 * Convolution whose activations are Gaussian with predicted mean and standard deviation.
 *
 * <p>Formula: that of {@link StochasticDense} with convolutions; ε is independent per example, channel and position.
 *
 * <p>Shapes: h [N, C, H, W], output [N, units, H', W'] as of {@link Conv}.
 *
 * <p>Reference: SE-SNN; a unit is a channel.
 *
 * @param window the convolution of each branch
 * @param initialRho initial bias of the branch of σ
 */
public record StochasticConv(Conv window, double initialRho) implements LayerSpec {
    /** Checks. */
    public StochasticConv {
        if (!Double.isFinite(initialRho)) {
            throw new IllegalArgumentException("stochastic-conv.initialRho must be finite, got " + initialRho);
        }
        if (window.groups() != 1) {
            throw new IllegalArgumentException("stochastic-conv.groups must be 1, got " + window.groups());
        }
    }

    @Override
    public Shape outputShape(Shape x) {
        return window.outputShape(x);
    }

    @Override
    public Layer build(Shape x, RandomKey key) {
        outputShape(x);
        int units = window.units();
        return new Gaussian(x, window, window.weights(x, key, 2 * units), GaussianActivation.bias(units, initialRho));
    }

    private record Gaussian(Shape input, Conv window, Tensor weight, Tensor bias) implements Layer {
        @Override
        public Tensor forward(Tensor x, Pass pass) {
            Shapes.requireInput(pass.path(), input, x.shape());
            Tensor branches = x.conv(weight, bias, window.stride(), window.padding(), 1);
            return GaussianActivation.of(branches, window.units(), pass);
        }

        @Override
        public Map<String, Tensor> parameters() {
            return Dense.Named.of("weight", weight, "bias", bias);
        }
    }
}
