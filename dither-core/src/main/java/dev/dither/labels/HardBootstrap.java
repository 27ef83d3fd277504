package dev.dither.labels;

import dev.dither.objective.LabelLoss;
import dev.dither.tensor.Tensor;

/**
 * Cross-entropy with a target between the given label and the predicted class.
 *
 * <p>Formula: −(1/N) Σᵢ (β log pᵢ(yᵢ) + (1 − β) max_c log pᵢ(c)); of equal classes the first is the predicted one.
 *
 * <p>Reference: S. Reed et al., Training Deep Neural Networks on Noisy Labels with Bootstrapping, 2015.
 *
 * @param beta β, weight of the given label, in [0, 1]
 */
public record HardBootstrap(double beta) implements LabelLoss {
    /** β = 0.8. */
    public static final HardBootstrap DEFAULT = new HardBootstrap(0.8);

    /** Checks. */
    public HardBootstrap {
        Transitions.require(0 <= beta && beta <= 1, "hardBootstrap.beta must be in [0, 1], got " + beta);
    }

    @Override
    public Tensor mean(Tensor logProbabilities, Tensor labels) {
        Tensor predicted = logProbabilities.nll(logProbabilities.argmax());
        return logProbabilities.nll(labels).times(beta).plus(predicted.times(1 - beta));
    }
}
