package dev.dither.lab.experiment;

import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.predict.Inference;
import dev.dither.predict.Predictor;
import dev.dither.predict.RandomWeights;
import dev.dither.predict.WeightControls;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.train.EpochEnded;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How a network of random weights predicts validation examples after each epoch: by the mean, by one draw, by the average of
 * several, and by several with the means of all its weights at 0. Where the first falls while the last rises, the weights have
 * gone over from means to variances.
 *
 * @param examples validation examples
 * @param draws draws of an average
 * @param key address of the noise, the same in each epoch
 */
record WatchedWeights(Examples examples, int draws, RandomKey key) {
    /** Accuracy by the mean. */
    static final String MEAN = "meanAccuracy";

    /** Accuracy by one draw. */
    static final String ONE = "oneDrawAccuracy";

    /** Accuracy by the average of several draws. */
    static final String SEVERAL = "drawsAccuracy";

    /** Accuracy by several draws without the means. */
    static final String ZERO = "zeroMeansAccuracy";

    /** Mean of log α over the weights that have one. */
    static final String LOG_ALPHA = "logAlpha";

    /** Watches the first validation examples of a cell, as many as its plan says. */
    static WatchedWeights of(Plan plan, CellId cell, GivenLabels given) {
        Examples all = given.split().validation();
        RandomWeightsPlan asked = plan.randomWeights();
        boolean random = plan.method(cell.method()).randomWeights();
        int count = asked != null && random ? Math.min(asked.watched(), all.size()) : 0;
        Examples first = all.subset(IntStream.range(0, count).toArray());
        return new WatchedWeights(
                first, plan.draws(), cell.root().child(Stream.EVALUATION).child("watched"));
    }

    /** Returns an epoch with these measures, if there is anything to watch. */
    EpochEnded after(EpochEnded ended, Network network) {
        if (examples.size() == 0) {
            return ended;
        }
        Map<String, Double> measures = new HashMap<>();
        measures.put(MEAN, accuracy(network, new Inference.Mean()));
        measures.put(ONE, accuracy(network, new Inference.Draws(1)));
        measures.put(SEVERAL, accuracy(network, new Inference.Draws(draws)));
        List<RandomWeights> layers = RandomWeights.of(network).stream()
                .filter(RandomWeights::haveMeans)
                .toList();
        if (!layers.isEmpty()) {
            measures.put(ZERO, withoutMeans(network, layers));
            measures.put(LOG_ALPHA, meanLogAlpha(layers));
        }
        return ended.with(measures);
    }

    private static double meanLogAlpha(List<RandomWeights> layers) {
        double sum = 0;
        long weights = 0;
        for (RandomWeights layer : layers) {
            sum += layer.meanLogAlpha() * layer.means().length;
            weights += layer.means().length;
        }
        return sum / weights;
    }

    private double withoutMeans(Network network, List<RandomWeights> layers) {
        Network changed = WeightControls.zeroMeans(network, layers.get(0).path());
        for (RandomWeights layer : layers.subList(1, layers.size())) {
            try (Network before = changed) {
                changed = WeightControls.zeroMeans(before, layer.path());
            }
        }
        try (Network last = changed) {
            return accuracy(last, new Inference.Draws(draws));
        }
    }

    private double accuracy(Network network, Inference inference) {
        return new Predictor(network, inference, key).predict(examples).accuracy(examples.labels());
    }
}
