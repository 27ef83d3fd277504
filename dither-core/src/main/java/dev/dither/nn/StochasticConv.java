package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Map;

/**
 * Convolution whose activations are random, with predicted mean and standard deviation.
 *
 * <p>Formula: that of {@link StochasticDense} with convolutions; ε is independent per example, channel and position.
 *
 * <p>Shapes: h [N, C, H, W], output [N, units, H', W'] as of {@link Conv}.
 *
 * <p>Reference: SE-SNN; a unit is a channel.
 *
 * @param window the convolution of each branch, with bias
 * @param initialRho initial bias of the branch of σ
 * @param noise family of ε
 */
public record StochasticConv(Conv window, double initialRho, NoiseFamily noise) implements LayerSpec {
    /** Checks. */
    public StochasticConv {
        if (!Double.isFinite(initialRho)) {
            throw new IllegalArgumentException("stochastic-conv.initialRho must be finite, got " + initialRho);
        }
        if (window.groups() != 1) {
            throw new IllegalArgumentException("stochastic-conv.groups must be 1, got " + window.groups());
        }
        if (window.bias() != Conv.Bias.TRAINED) {
            throw new IllegalArgumentException("stochastic-conv.bias must be trained, got " + window.bias());
        }
    }

    /** Returns a layer with Gaussian noise. */
    public static StochasticConv of(Conv window, double initialRho) {
        return new StochasticConv(window, initialRho, NoiseFamily.GAUSSIAN);
    }

    /** Returns this with noise of another family. */
    public StochasticConv withNoise(NoiseFamily other) {
        return new StochasticConv(window, initialRho, other);
    }

    @Override
    public Shape outputShape(Shape x) {
        return window.outputShape(x);
    }

    @Override
    public Layer build(Shape x, RandomKey key) {
        outputShape(x);
        StochasticActivation activation = new StochasticActivation(window.units(), noise);
        Tensor weight = window.weights(x, key, 2 * window.units());
        return new Branches(x, window, weight, activation.bias(initialRho), activation);
    }

    private record Branches(Shape input, Conv window, Tensor weight, Tensor bias, StochasticActivation activation)
            implements Layer {
        @Override
        public Tensor forward(Tensor x, Pass pass) {
            Shapes.requireInput(pass.path(), input, x.shape());
            Tensor branches = window.convolution().of(x, weight, bias);
            return activation.of(branches, pass);
        }

        @Override
        public Map<String, Tensor> parameters() {
            return Named.of("weight", weight, "bias", bias);
        }
    }
}
