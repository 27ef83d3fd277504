package dev.dither.objective;

import dev.dither.tensor.Tensor;

/**
 * How given labels, which may be wrong, judge predicted probabilities: the likelihood of a {@link CrossEntropy}.
 *
 * <p>One that trusts its labels is {@link AsGiven}; those that do not are in the package {@code labels}.
 */
public interface LabelLoss {
    /**
     * Returns the mean over the examples, a scalar, in nats.
     *
     * @param logProbabilities log p [N, C], from a softmax
     * @param labels given classes [N]
     */
    Tensor mean(Tensor logProbabilities, Tensor labels);

    /**
     * Returns how likely each given label is, [N] in nats, where {@link #mean} is minus the mean of these.
     *
     * @param logProbabilities log p [N, C], from a softmax
     * @param labels given classes [N]
     * @throws IllegalArgumentException if this is not a likelihood
     */
    default Tensor logLikelihoods(Tensor logProbabilities, Tensor labels) {
        throw new IllegalArgumentException(
                getClass().getSimpleName() + " is no likelihood of the given labels, so draws have"
                        + " no weights by it; take labels as given or correct them forward");
    }
}
