package dev.dither.nn;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is random in a stochastic hidden layer. */
public sealed interface HiddenNoise {
    /** Returns a dense layer, up to and with its nonlinearity. */
    List<LayerSpec> dense(int units, Init init);

    /**
     * Returns a convolution, up to and with its nonlinearity.
     *
     * @param normalization what stands between it and the nonlinearity, or null
     */
    List<LayerSpec> conv(Conv window, @Nullable BatchNorm normalization);

    /**
     * Returns the linear map of a dense layer, for networks that put something else than ReLU behind it.
     *
     * @throws IllegalArgumentException if this noise does not sit on a linear map
     */
    LayerSpec map(int units, Init init, Conv.Bias bias);

    /** Returns that of a convolution. */
    LayerSpec map(Conv window);

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
        public LayerSpec map(int units, Init init, Conv.Bias bias) {
            throw new IllegalArgumentException(
                    "a stochastic dense layer ends in a nonlinearity of its own; choose random weights");
        }

        @Override
        public LayerSpec map(Conv window) {
            throw new IllegalArgumentException(
                    "a stochastic convolution has a nonlinearity of its own; choose random weights");
        }
    }

    /** Weights; without bias where a normalization follows. */
    sealed interface Weights extends HiddenNoise {
        @Override
        default List<LayerSpec> dense(int units, Init init) {
            return List.of(map(units, init, Conv.Bias.TRAINED), Activation.RELU);
        }

        @Override
        default List<LayerSpec> conv(Conv window, @Nullable BatchNorm normalization) {
            return normalization == null
                    ? List.of(map(window), Activation.RELU)
                    : List.of(map(window.withoutBias()), normalization, Activation.RELU);
        }
    }

    /**
     * Weights whose mean is 0, as in variance networks.
     *
     * @param weights how they are drawn
     */
    record ZeroMean(WeightNoise weights) implements Weights {
        @Override
        public LayerSpec map(int units, Init init, Conv.Bias bias) {
            return new ZeroMeanDense(units, init, bias, weights);
        }

        @Override
        public LayerSpec map(Conv window) {
            return new ZeroMeanConv(window, weights);
        }
    }

    /**
     * Independent Gaussian weights with trained means and variances, as in variational dropout.
     *
     * @param posterior how variances are parameterized
     * @param initialLogAlpha initial log α
     */
    record Variational(Posterior posterior, double initialLogAlpha) implements Weights {
        @Override
        public LayerSpec map(int units, Init init, Conv.Bias bias) {
            return new VariationalDense(units, init, bias, posterior, initialLogAlpha);
        }

        @Override
        public LayerSpec map(Conv window) {
            return new VariationalConv(window, posterior, initialLogAlpha);
        }
    }

    /**
     * Weights that are set to zero at random.
     *
     * @param dropProbability how often
     * @param drawing what is drawn
     */
    record DropConnect(double dropProbability, WeightNoise.Drawing drawing) implements Weights {
        @Override
        public LayerSpec map(int units, Init init, Conv.Bias bias) {
            return new DropConnectDense(units, init, bias, dropProbability, drawing);
        }

        @Override
        public LayerSpec map(Conv window) {
            return new DropConnectConv(window, dropProbability, drawing);
        }
    }
}
