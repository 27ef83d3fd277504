package dev.dither.labels;

import dev.dither.predict.Predictive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A transition matrix read from the predictions of a network that was trained on wrong labels.
 *
 * <p>Formula: T[i][j] = p(j | xᵢ), where xᵢ is the anchor of class i: an example that the network is all but sure is of class i, so
 * that what else it predicts for it is the noise of the labels.
 *
 * <p>Differs: a class without an anchor is refused, where the original takes the first example.
 *
 * <p>Reference: G. Patrini et al., Making Deep Neural Networks Robust to Label Noise: a Loss Correction Approach, 2017,
 * Theorem 3.
 *
 * @param matrix T
 * @param anchors the row number of each class's anchor
 */
public record TransitionEstimate(TransitionMatrix matrix, List<Integer> anchors) {
    /** Copies. */
    public TransitionEstimate {
        anchors = List.copyOf(anchors);
    }

    /**
     * Returns the estimate from the predictions for the training examples, with the mean of the noise and without dropout.
     *
     * @throws IllegalArgumentException if some class has no anchor
     */
    public static TransitionEstimate from(Predictive training, AnchorRule rule) {
        double[][] probabilities = copy(training);
        double[][] rows = new double[training.classes()][];
        List<Integer> anchors = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            int anchor = anchor(probabilities, i, rule);
            rows[i] = probabilities[anchor].clone();
            anchors.add(anchor);
        }
        if (inPlace(rule)) {
            Arrays.stream(rows).forEach(TransitionEstimate::normalize);
        }
        return new TransitionEstimate(TransitionMatrix.of(rows), anchors);
    }

    /** Returns the anchor of class {@code i}; in place, what it discards is zero afterwards. */
    private static int anchor(double[][] probabilities, int i, AnchorRule rule) {
        double limit = rule instanceof AnchorRule.BelowPercentile below
                ? below.limit(column(probabilities, i))
                : Double.POSITIVE_INFINITY;
        int anchor = -1;
        double best = 0;
        for (int n = 0; n < probabilities.length; n++) {
            double p = probabilities[n][i];
            if (best < p && p < limit) {
                anchor = n;
                best = p;
            }
            probabilities[n][i] = inPlace(rule) && p >= limit ? 0 : p;
        }
        Transitions.require(
                anchor >= 0,
                "transition estimate: class " + i + " has no anchor, none of " + probabilities.length
                        + " examples has a positive probability of it below " + limit
                        + "; use more examples, less training or the plain maximum");
        return anchor;
    }

    private static boolean inPlace(AnchorRule rule) {
        return rule instanceof AnchorRule.BelowPercentile below
                && below.discarding() == AnchorRule.Discarding.IN_PLACE_RENORMALIZED;
    }

    private static double[] column(double[][] probabilities, int i) {
        return Arrays.stream(probabilities).mapToDouble(row -> row[i]).toArray();
    }

    private static void normalize(double[] row) {
        double sum = Arrays.stream(row).sum();
        Arrays.setAll(row, j -> row[j] / sum);
    }

    private static double[][] copy(Predictive found) {
        return IntStream.range(0, found.size())
                .mapToObj(n -> IntStream.range(0, found.classes())
                        .mapToDouble(c -> found.probability(n, c))
                        .toArray())
                .toArray(double[][]::new);
    }
}
