package dev.dither.train;

import java.util.Map;

/**
 * What one pass over the training data did.
 *
 * @param epoch number of the epoch, from 1
 * @param terms mean of each term of the loss
 * @param validation measures on the validation examples
 * @param learningRateFactor factor of the learning rate at the end of the epoch
 * @param seconds wall time of training in it
 */
public record EpochEnded(
        int epoch,
        Map<String, Double> terms,
        Map<String, Double> validation,
        double learningRateFactor,
        double seconds) {
    /** Copies. */
    public EpochEnded {
        terms = Map.copyOf(terms);
        validation = Map.copyOf(validation);
    }
}
