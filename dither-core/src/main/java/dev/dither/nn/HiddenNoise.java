package dev.dither.nn;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is random in a stochastic hidden layer; each gives the layers up to and with its nonlinearity. */
public sealed interface HiddenNoise {
    /** Returns a dense layer. */
    List<LayerSpec> dense(int units, Init init);

    /**
     * Returns a convolution.
     *
     * @param normalization what stands between it and the nonlinearity, or null
     */
    List<LayerSpec> conv(Conv window, @Nullable BatchNorm normalization);

    /** Returns a dense layer with batch normalization. */
    List<LayerSpec> normalizedDense(int units, Init init);

    /**
     * Activations, as in SE-SNN.
     *
     * @param initialRho initial bias of the branch of σ
     * @param output what follows the draw of a dense layer; convolutions are rectified
     */
    record Activations(double initialRho, StochasticDense.Output output) implements HiddenNoise {
        @Override
        public List<LayerSpec> dense(int units, Init init) {
            return List.of(new StochasticDense(units, initialRho, init, NoiseFamily.GAUSSIAN, output));
        }

        @Override
        public List<LayerSpec> conv(Conv window, @Nullable BatchNorm normalization) {
            if (output != StochasticDense.Output.RECTIFIED) {
                throw new IllegalArgumentException(
                        "a stochastic convolution is always rectified; choose dense layers for linear output");
            }
            Conv branch = normalization == null ? window : window.withoutBias();
            return List.of(new StochasticConv(branch, initialRho, NoiseFamily.GAUSSIAN, normalization));
        }

        @Override
        public List<LayerSpec> normalizedDense(int units, Init init) {
            throw new IllegalArgumentException(
                    "a stochastic dense layer has no normalized mean; choose random weights or a convolution");
        }
    }

    /**
     * Weights whose mean is 0, as in variance networks; without bias where a normalization follows.
     *
     * @param weights how they are drawn
     */
    record ZeroMean(WeightNoise weights) implements HiddenNoise {
        @Override
        public List<LayerSpec> dense(int units, Init init) {
            return List.of(new ZeroMeanDense(units, init, Conv.Bias.TRAINED, weights), Activation.RELU);
        }

        @Override
        public List<LayerSpec> conv(Conv window, @Nullable BatchNorm normalization) {
            return normalization == null
                    ? List.of(new ZeroMeanConv(window, weights), Activation.RELU)
                    : List.of(new ZeroMeanConv(window.withoutBias(), weights), normalization, Activation.RELU);
        }

        @Override
        public List<LayerSpec> normalizedDense(int units, Init init) {
            return List.of(new ZeroMeanDense(units, init, Conv.Bias.NONE, weights), BatchNorm.DEFAULT, Activation.RELU);
        }
    }
}
