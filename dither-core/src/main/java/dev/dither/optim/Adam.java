package dev.dither.optim;

import dev.dither.nn.Parameters;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.FusedUpdate;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Tensor;
import java.util.List;

/**
 * Adam, with AMSGrad and decoupled weight decay (AdamW) as options.
 *
 * <p>Formula: m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², θ ← θ − lr · m̂ / (√v̂ + ε), hats for division by
 * 1 − βᵗ; with {@code amsgrad} v in v̂ is replaced by its running maximum, before the division, as in PyTorch.
 *
 * <p>Differs: weight decay is added to the gradient unless {@code decoupled}, as in PyTorch.
 *
 * <p>Reference: Kingma and Ba 2015, Alg. 1; Reddi et al. 2018; Loshchilov and Hutter 2019, Alg. 2.
 */
public record Adam(
        double learningRate,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        boolean amsgrad,
        boolean decoupled)
        implements Rule {
    /** The values of the Adam paper. */
    public static final Adam DEFAULT = new Adam(1e-3, 0.9, 0.999, 1e-8, 0, false, false);

    /** Checks. */
    public Adam {
        Require.rate("adam", learningRate);
        Require.that(0 <= beta1 && beta1 < 1, "adam.beta1 must be in [0, 1), got ", beta1);
        Require.that(0 <= beta2 && beta2 < 1, "adam.beta2 must be in [0, 1), got ", beta2);
        Require.that(epsilon > 0, "adam.epsilon must be positive, got ", epsilon);
        Require.weightDecay("adam", weightDecay);
    }

    /** Returns this rule with another learning rate. */
    public Adam withLearningRate(double rate) {
        return new Adam(rate, beta1, beta2, epsilon, weightDecay, amsgrad, decoupled);
    }

    @Override
    public double gradientDecay() {
        return decoupled ? 0 : weightDecay;
    }

    @Override
    public Adam withWeightDecay(double decay) {
        return new Adam(learningRate, beta1, beta2, epsilon, decay, amsgrad, decoupled);
    }

    @Override
    public OptimizerState init(Parameters parameters) {
        return amsgrad
                ? OptimizerState.zeros(parameters, "first", "second", "maximum")
                : OptimizerState.zeros(parameters, "first", "second");
    }

    @Override
    public void step(
            Parameters parameters, OptimizerState state, GradientOracle oracle, double rateFactor, RandomKey key) {
        List<Tensor> gradients = oracle.gradient(parameters);
        long number = state.nextStep(parameters);
        try (Gradients.Off off = Gradients.off()) {
            state.update().apply(gradients, number, settings(learningRate * rateFactor));
        }
    }

    private FusedUpdate.Adam settings(double rate) {
        return new FusedUpdate.Adam(rate, beta1, beta2, weightDecay, epsilon, amsgrad, decoupled);
    }
}
