package dev.dither.labels;

import dev.dither.objective.LabelLoss;
import dev.dither.tensor.Tensor;

/**
 * Cross-entropy with a target between the given label and the prediction itself.
 *
 * <p>Formula: −(1/N) Σᵢ Σ_c (β [c = yᵢ] + (1 − β) pᵢ(c)) log pᵢ(c), which is β times cross-entropy plus 1 − β times the entropy of
 * the prediction.
 *
 * <p>Reference: S. Reed et al., Training Deep Neural Networks on Noisy Labels with Bootstrapping, 2015.
 *
 * @param beta β, weight of the given label, in [0, 1]
 * @param target whether the prediction inside the target is differentiated
 */
public record SoftBootstrap(double beta, Target target) implements LabelLoss {
    /** β = 0.95, target differentiated. */
    public static final SoftBootstrap DEFAULT = new SoftBootstrap(0.95, Target.DIFFERENTIATED);

    /** Checks. */
    public SoftBootstrap {
        Transitions.require(0 <= beta && beta <= 1, "softBootstrap.beta must be in [0, 1], got " + beta);
    }

    /** What the prediction inside the target is to the gradient. */
    public enum Target {
        /** A function of the parameters, like the prediction it is compared with. */
        DIFFERENTIATED,
        /** A constant. */
        CONSTANT
    }

    @Override
    public Tensor mean(Tensor logProbabilities, Tensor labels) {
        Tensor believed = target == Target.CONSTANT ? logProbabilities.detach() : logProbabilities;
        long examples = logProbabilities.shape().size(0);
        Tensor entropy = believed.exp().times(logProbabilities).sum().times(-1.0 / examples);
        return logProbabilities.nll(labels).times(beta).plus(entropy.times(1 - beta));
    }
}
