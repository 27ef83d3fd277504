package dev.dither.lab.experiment;

import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.predict.Inference;
import dev.dither.predict.Predictor;
import dev.dither.prune.Ledger;
import dev.dither.rng.RandomKey;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a network costs, and what it gets wrong for that.
 *
 * @param standing widths, complexity and validation error
 * @param testError fraction of the test examples that its mean gets wrong
 * @param parameters trained numbers, those of the branch of σ included
 * @param fileBytes bytes of its model file
 * @param seconds how long a prediction by the mean takes here and now, by the size of the batch
 */
public record Cost(
        Ledger.Standing standing, double testError, long parameters, int fileBytes, Map<Integer, Seconds> seconds) {
    /**
     * Times of predictions.
     *
     * @param p50 half of the predictions take no longer
     * @param p99 of a hundred predictions 99 take no longer
     */
    public record Seconds(double p50, double p99) {}

    /** Copies. */
    public Cost {
        seconds = Collections.unmodifiableMap(new LinkedHashMap<>(seconds));
    }

    static Cost of(Network network, Ledger.Standing standing, int fileBytes, Examples test) {
        Predictor mean = new Predictor(network, new Inference.Mean(), RandomKey.root(0));
        Map<Integer, Seconds> seconds = new LinkedHashMap<>();
        new Stopwatch(test)
                .times(network)
                .forEach((batch, times) -> seconds.put(batch, new Seconds(times.quantile(0.5), times.quantile(0.99))));
        double error = 1 - mean.predict(test).accuracy(test.labels());
        return new Cost(standing, error, network.trained().count(), fileBytes, seconds);
    }
}
