package dev.dither.lab.experiment;

import dev.dither.data.Examples;
import dev.dither.data.Split;
import dev.dither.lab.source.LoadedData;
import dev.dither.labels.NoisyLabels;
import dev.dither.predict.Predictive;
import dev.dither.predict.Predictor;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.train.EpochEnded;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The training examples of a cell under the labels that it is given, some of which may be wrong.
 *
 * @param labels the labels, and which of them are wrong
 * @param examples all training examples, those of validation included
 * @param split the part to fit on and the part to choose by
 * @param wrong examples of the part to fit on whose labels are wrong, 2,000 at most
 * @param corrected the same examples under their true labels
 */
record GivenLabels(NoisyLabels labels, Examples examples, Split split, Examples wrong, Examples corrected) {
    /** Measure after an epoch: the share of the wrong labels trained on that the network predicts. */
    static final String MEMORIZED = "memorized";

    /** Measure after an epoch: the share of examples trained on with wrong labels for which it predicts the true one. */
    static final String RECOVERED = "recovered";

    private static final int WATCHED = 2000;

    static GivenLabels of(Plan plan, CellId cell, LoadedData data) {
        RandomKey root = cell.root();
        Examples train = data.train();
        NoisyLabels labels = plan.labelNoise() == null
                ? NoisyLabels.given(train.labels(), train.labels(), train.classes())
                : plan.labelNoise().given(data, cell);
        Examples given = train.withLabels(labels.labels());
        Split split = Split.of(given, plan.validationFraction(), root.child(Stream.SPLIT));
        Map<Integer, Integer> indices = new HashMap<>();
        IntStream.range(0, given.size()).forEach(i -> indices.put(given.row(i), i));
        int[] watched = IntStream.range(0, split.train().size())
                .map(i -> indices.getOrDefault(split.train().row(i), -1))
                .filter(labels::flipped)
                .limit(WATCHED)
                .toArray();
        return new GivenLabels(labels, given, split, given.subset(watched), train.subset(watched));
    }

    /**
     * Returns the share of the examples trained on whose given label is predicted.
     *
     * @param judged predictions for all training examples
     */
    double fitted(Predictive judged) {
        Set<Integer> rows = IntStream.range(0, split.train().size())
                .mapToObj(split.train()::row)
                .collect(Collectors.toSet());
        int[] fitted = IntStream.range(0, examples.size())
                .filter(i -> rows.contains(examples.row(i)))
                .map(i -> judged.predicted(i) == examples.label(i) ? 1 : 0)
                .toArray();
        return IntStream.of(fitted).average().orElse(Double.NaN);
    }

    /** Returns an epoch with what the mean network makes of the wrong labels, if there are any. */
    EpochEnded watched(EpochEnded ended, Predictor mean) {
        if (wrong.size() == 0) {
            return ended;
        }
        Predictive found = mean.predict(wrong);
        return ended.with(
                Map.of(MEMORIZED, found.accuracy(wrong.labels()), RECOVERED, found.accuracy(corrected.labels())));
    }
}
