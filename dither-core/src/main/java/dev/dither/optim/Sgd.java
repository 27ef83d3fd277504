package dev.dither.optim;

import dev.dither.nn.Parameters;
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
        implements Optimizer {
    /** Where the learning rate enters the momentum. */
    public enum Convention {
        /** The buffer holds gradients. */
        TORCH,
        /** The buffer holds steps. */
        CAFFE
    }

    /** Checks. */
    public Sgd {
        requireRate("sgd", learningRate);
        if (!(0 <= momentum && momentum < 1)) {
            throw new IllegalArgumentException("sgd.momentum must be in [0, 1), got " + momentum);
        }
        if (!(weightDecay >= 0)) {
            throw new IllegalArgumentException("sgd.weightDecay must not be negative, got " + weightDecay);
        }
        if (nesterov && (momentum == 0 || convention == Convention.CAFFE)) {
            throw new IllegalArgumentException("sgd.nesterov needs momentum and the TORCH convention");
        }
    }

    static void requireRate(String rule, double rate) {
        if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(rule + ".learningRate must be positive and finite, got " + rate);
        }
    }

    /** Returns plain gradient descent with momentum, PyTorch's convention. */
    public static Sgd of(double learningRate, double momentum) {
        return new Sgd(learningRate, momentum, 0, Convention.TORCH, false);
    }

    @Override
    public OptimizerState init(Parameters parameters) {
        return momentum == 0 ? OptimizerState.zeros(parameters) : OptimizerState.zeros(parameters, "velocity");
    }

    @Override
    public void step(Parameters parameters, OptimizerState state, GradientOracle oracle, double rateFactor) {
        List<Tensor> gradients = oracle.gradient(parameters);
        state.nextStep();
        List<Tensor> values = parameters.all();
        List<Tensor> velocities = state.slot("velocity");
        try (Gradients.Off off = Gradients.off()) {
            for (int i = 0; i < values.size(); i++) {
                Tensor gradient = gradients.get(i);
                gradient.scaleAndAdd(1, values.get(i), weightDecay);
                move(
                        values.get(i),
                        velocities.isEmpty() ? null : velocities.get(i),
                        gradient,
                        learningRate * rateFactor);
            }
        }
    }

    private void move(Tensor value, Tensor velocity, Tensor gradient, double rate) {
        if (velocity == null) {
            value.scaleAndAdd(1, gradient, -rate);
        } else if (convention == Convention.CAFFE) {
            velocity.scaleAndAdd(momentum, gradient, rate);
            value.scaleAndAdd(1, velocity, -1);
        } else {
            velocity.scaleAndAdd(momentum, gradient, 1);
            if (nesterov) {
                gradient.scaleAndAdd(1, velocity, momentum);
            }
            value.scaleAndAdd(1, nesterov ? gradient : velocity, -rate);
        }
    }
}
