package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Convolution whose activations are random, with predicted mean and standard deviation.
 *
 * <p>Formula: that of {@link StochasticDense} with convolutions; ε is independent per example, channel and position. With
 * a normalization μ = BN(W ∗ h), before the draw, and σ = softplus(V ∗ h + c), which is not normalized.
 *
 * <p>Shapes: h [N, C, H, W], output [N, units, H', W'] as of {@link Conv}. Parameters {@code weight} [2 units, C, size,
 * size] and {@code bias} [2 units], mean above σ; with a normalization {@code bias} [units] is that of σ alone, and
 * parameters and buffers of the normalization are below {@code normalization/}.
 *
 * <p>Differs: the paper does not say where batch normalization goes; on the branch of the mean it leaves σ as predicted.
 *
 * <p>Reference: SE-SNN; a unit is a channel.
 *
 * @param window the convolution of each branch, with bias where there is no normalization and without where there is one
 * @param initialRho initial bias of the branch of σ
 * @param noise family of ε
 * @param normalization what normalizes the mean, or null
 */
public record StochasticConv(
        Conv window,
        double initialRho,
        NoiseFamily noise,
        @Nullable BatchNorm normalization) implements LayerSpec {
    private static final String NORMALIZATION = "normalization";
    private static final String WEIGHT = "weight";
    private static final String BIAS = "bias";

    /** Checks. */
    public StochasticConv {
        if (!Double.isFinite(initialRho)) {
            throw new IllegalArgumentException("stochastic-conv.initialRho must be finite, got " + initialRho);
        }
        if (window.groups() != 1) {
            throw new IllegalArgumentException("stochastic-conv.groups must be 1, got " + window.groups());
        }
        Conv.Bias wanted = normalization == null ? Conv.Bias.TRAINED : Conv.Bias.NONE;
        if (window.bias() != wanted) {
            throw new IllegalArgumentException(
                    "stochastic-conv.bias must be " + wanted.name().toLowerCase(Locale.ROOT)
                            + (normalization == null ? "" : " in front of a normalization") + ", got " + window.bias());
        }
    }

    /** Returns a layer with Gaussian noise. */
    public static StochasticConv of(Conv window, double initialRho) {
        return new StochasticConv(window, initialRho, NoiseFamily.GAUSSIAN, null);
    }

    /** Returns a layer with Gaussian noise whose mean is batch-normalized; the bias of the window is left out. */
    public static StochasticConv normalized(Conv window, double initialRho) {
        return new StochasticConv(window.withoutBias(), initialRho, NoiseFamily.GAUSSIAN, BatchNorm.DEFAULT);
    }

    /** Returns this with noise of another family. */
    public StochasticConv withNoise(NoiseFamily other) {
        return new StochasticConv(window, initialRho, other, normalization);
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
        outputShape(x);
        StochasticActivation activation =
                new StochasticActivation(window.units(), noise, StochasticDense.Output.RECTIFIED);
        Tensor weight = window.weights(x, key, 2 * window.units());
        if (normalization == null) {
            return new Branches(x, window, weight, activation.bias(initialRho), activation);
        }
        Tensor bias = Tensor.full(initialRho, Shape.of(window.units())).owned().variable();
        Layer mean = normalization.build(outputShape(x), key.child(NORMALIZATION));
        return new Normalized(x, window, weight, bias, mean, activation);
    }

    record Branches(Shape input, Conv window, Tensor weight, Tensor bias, StochasticActivation activation)
            implements Layer {
        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return forward(x, pass, 1);
        }

        @Override
        public Tensor forward(Tensor x, Pass pass, int draws) {
            return activation.of(branches(x, pass, draws), pass.stacked(draws));
        }

        /** Returns {@code forward(x, pass, draws)}, which nothing else takes, pooled by windows of 2 × 2. */
        Tensor pooledAlone(Tensor x, Pass pass, int draws) {
            Tensor y = draws == 1 && activation.isDrawnPooled(weight, pass) ? pooled(x, pass) : null;
            return y == null ? forward(x, pass, draws).maxPool(2, 2) : y;
        }

        private @Nullable Tensor pooled(Tensor x, Pass pass) {
            Shapes.requireInput(pass.path(), input, x.shape());
            return activation.pooled(window.convolution().of(x, weight), bias, pass);
        }

        private Tensor branches(Tensor x, Pass pass, int draws) {
            Shapes.requireInput(pass.path(), input, x.shape());
            Tensor branches = window.convolution().of(x, weight, bias);
            return draws == 1 ? branches : branches.repeated(draws);
        }

        @Override
        public Map<String, Tensor> parameters() {
            return Named.of(WEIGHT, weight, BIAS, bias);
        }
    }

    private record Normalized(
            Shape input, Conv window, Tensor weight, Tensor bias, Layer mean, StochasticActivation activation)
            implements Layer {
        @Override
        public Tensor forward(Tensor x, Pass pass) {
            Shapes.requireInput(pass.path(), input, x.shape());
            // both branches in one convolution: the mean gets a summand of zero
            Tensor summand = Tensor.concatenated(0, Tensor.full(0, bias.shape()).like(bias), bias);
            List<Tensor> branches = window.convolution().of(x, weight, summand).halves(1);
            return activation.of(mean.forward(branches.get(0), pass.in(NORMALIZATION)), branches.get(1), pass);
        }

        @Override
        public Map<String, Tensor> parameters() {
            Map<String, Tensor> all = Named.of(WEIGHT, weight, BIAS, bias);
            all.putAll(Named.below(NORMALIZATION, mean.parameters()));
            return all;
        }

        @Override
        public Map<String, Tensor> buffers() {
            return Named.below(NORMALIZATION, mean.buffers());
        }
    }
}
