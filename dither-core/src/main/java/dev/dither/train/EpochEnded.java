package dev.dither.train;

import java.util.HashMap;
import java.util.Map;

/**
 * What one epoch did.
 *
 * @param epoch number of the epoch, from 1
 * @param terms mean of each term of the loss
 * @param validation measures after the epoch, on the validation examples and on what else is watched
 * @param learningRateFactor factor of the learning rate at the end of the epoch
 * @param seconds wall time of training in it
 */
public record EpochEnded(
        int epoch,
        Map<String, Double> terms,
        Map<String, Double> validation,
        double learningRateFactor,
        double seconds) {
    /** Name of the fraction of validation examples whose predicted class is the label. */
    public static final String ACCURACY = "validationAccuracy";

    /** Name of the mean negative log-likelihood of the validation labels. */
    public static final String NLL = "validationNll";

    /** Copies. */
    public EpochEnded {
        terms = Map.copyOf(terms);
        validation = Map.copyOf(validation);
    }

    /** Returns this with more measures beside its own. */
    public EpochEnded with(Map<String, Double> measures) {
        Map<String, Double> all = new HashMap<>(validation);
        all.putAll(measures);
        return new EpochEnded(epoch, terms, all, learningRateFactor, seconds);
    }
}
