package dev.dither.optim;

import dev.dither.nn.Parameters;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.FusedUpdate;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Tensor;
import java.util.List;

/**
 * Adagrad: each number's rate falls with the squares of its gradients so far.
 *
 * <p>Formula: g ← g + weightDecay · θ, s ← s + g², θ ← θ − lr · g / (√s + ε).
 *
 * <p>Reference: Duchi, Hazan and Singer 2011, with a diagonal matrix.
 *
 * @param learningRate lr
 * @param initialAccumulator s before the first step
 * @param epsilon ε
 * @param weightDecay factor of L2 in the gradient
 */
public record Adagrad(double learningRate, double initialAccumulator, double epsilon, double weightDecay)
        implements Rule {
    /** The values of PyTorch. */
    public static final Adagrad DEFAULT = new Adagrad(1e-2, 0, 1e-10, 0);

    /** Checks. */
    public Adagrad {
        Require.rate("adagrad", learningRate);
        Require.that(
                0 <= initialAccumulator && initialAccumulator < Double.POSITIVE_INFINITY,
                "adagrad.initialAccumulator must be finite and >= 0, got ",
                initialAccumulator);
        Require.that(epsilon > 0, "adagrad.epsilon must be positive, got ", epsilon);
        Require.weightDecay("adagrad", weightDecay);
    }

    /** Returns this rule with another learning rate. */
    public Adagrad withLearningRate(double rate) {
        return new Adagrad(rate, initialAccumulator, epsilon, weightDecay);
    }

    @Override
    public Adagrad withWeightDecay(double decay) {
        return new Adagrad(learningRate, initialAccumulator, epsilon, decay);
    }

    @Override
    public OptimizerState init(Parameters parameters) {
        return OptimizerState.filled(initialAccumulator, parameters, "sum");
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

    private FusedUpdate.Adagrad settings(double rate) {
        return new FusedUpdate.Adagrad(rate, weightDecay, epsilon);
    }
}
