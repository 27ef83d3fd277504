package dev.dither.objective;

import dev.dither.tensor.Tensor;

/**
 * Labels taken as they are given.
 *
 * <p>Formula: −(1/N) Σᵢ log p(yᵢ | xᵢ).
 */
public record AsGiven() implements LabelLoss {
    @Override
    public Tensor mean(Tensor logProbabilities, Tensor labels) {
        return logProbabilities.nll(labels);
    }

    @Override
    public Tensor logLikelihoods(Tensor logProbabilities, Tensor labels) {
        return logProbabilities.picked(labels);
    }
}
