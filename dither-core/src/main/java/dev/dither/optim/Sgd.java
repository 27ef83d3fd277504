package dev.dither.optim;

import dev.dither.nn.Parameters;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.FusedUpdate;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Tensor;
import java.util.List;

/**
 * Stochastic gradient descent with momentum.
 *
 * <p>Formula: g ← g + weightDecay · θ; PyTorch's convention v ← m v + g, θ ← θ − lr · v (Nesterov: θ ← θ − lr (g + m v));
 * Caffe's convention v ← m v + lr · g, θ ← θ − v. The two differ as soon as the learning rate changes.
 *
 * @param learningRate lr
 * @param momentum m, 0 for none
 * @param weightDecay factor of L2 in the gradient
 * @param convention where the learning rate enters
 * @param nesterov look-ahead momentum, PyTorch's convention only
 */
public record Sgd(double learningRate, double momentum, double weightDecay, Convention convention, boolean nesterov)
        implements Rule {
    /** Where the learning rate enters the momentum. */
    public enum Convention {
        /** The buffer holds gradients. */
        TORCH,
        /** The buffer holds steps. */
        CAFFE
    }

    /** Checks. */
    public Sgd {
        Require.rate("sgd", learningRate);
        Require.that(0 <= momentum && momentum < 1, "sgd.momentum must be in [0, 1), got ", momentum);
        Require.weightDecay("sgd", weightDecay);
        if (nesterov && (momentum == 0 || convention == Convention.CAFFE)) {
            throw new IllegalArgumentException("sgd.nesterov needs momentum and the TORCH convention");
        }
    }

    /** Returns plain gradient descent with momentum, PyTorch's convention. */
    public static Sgd of(double learningRate, double momentum) {
        return new Sgd(learningRate, momentum, 0, Convention.TORCH, false);
    }

    @Override
    public Sgd withWeightDecay(double decay) {
        return new Sgd(learningRate, momentum, decay, convention, nesterov);
    }

    @Override
    public OptimizerState init(Parameters parameters) {
        return momentum == 0 ? OptimizerState.zeros(parameters) : OptimizerState.zeros(parameters, "velocity");
    }

    @Override
    public void step(
            Parameters parameters, OptimizerState state, GradientOracle oracle, double rateFactor, RandomKey key) {
        List<Tensor> gradients = oracle.gradient(parameters);
        long number = state.nextStep(parameters);
        double rate = learningRate * rateFactor;
        try (Gradients.Off off = Gradients.off()) {
            if (convention == Convention.CAFFE && momentum > 0) {
                moveByVelocity(parameters.all(), state.slot("velocity"), gradients, rate);
            } else {
                state.update().apply(gradients, number, new FusedUpdate.Sgd(rate, momentum, weightDecay, nesterov));
            }
        }
    }

    private void moveByVelocity(List<Tensor> values, List<Tensor> velocities, List<Tensor> gradients, double rate) {
        for (int i = 0; i < values.size(); i++) {
            Tensor velocity = velocities.get(i);
            velocity.scaleAndAdd(momentum, gradients.get(i), rate);
            velocity.scaleAndAdd(1, values.get(i), rate * weightDecay);
            values.get(i).scaleAndAdd(1, velocity, -1);
        }
    }
}
