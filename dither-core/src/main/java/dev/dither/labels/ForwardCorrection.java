package dev.dither.labels;

import dev.dither.objective.LabelLoss;
import dev.dither.tensor.Tensor;

/**
 * Cross-entropy of the given labels under the prediction passed through their noise; what is predicted is the true class.
 *
 * <p>Formula: −(1/N) Σᵢ log (pᵢ T)(yᵢ), with (p T)(y) = Σ_c p(c) T[c][y].
 *
 * <p>Numerics: the sum is one of exponentials of log p(c) + log T[c][y], so it does not vanish where every p(c) that counts is
 * tiny. An entry 0 of T is −∞ and adds nothing.
 *
 * <p>Reference: G. Patrini et al., Making Deep Neural Networks Robust to Label Noise: a Loss Correction Approach, 2017,
 * Theorem 2.
 *
 * @param matrix T; every label must be possible for some class
 */
public record ForwardCorrection(TransitionMatrix matrix) implements LabelLoss {
    /** Checks. */
    public ForwardCorrection {
        for (int j = 0; j < matrix.classes(); j++) {
            double sum = 0;
            for (int i = 0; i < matrix.classes(); i++) {
                sum += matrix.probability(i, j);
            }
            Transitions.require(
                    sum > 0,
                    "forward correction: label " + j
                            + " has probability 0 in every row of the transition matrix, so its"
                            + " loss is infinite; give it a small probability");
        }
    }

    @Override
    public Tensor mean(Tensor logProbabilities, Tensor labels) {
        return logLikelihoods(logProbabilities, labels).mean().times(-1);
    }

    @Override
    public Tensor logLikelihoods(Tensor logProbabilities, Tensor labels) {
        TransitionMatrix.requireClasses("forward correction", matrix.classes(), logProbabilities);
        Tensor noise = matrix.transposed().log().like(logProbabilities).rows(labels);
        return logProbabilities.plus(noise).logSumExp();
    }
}
