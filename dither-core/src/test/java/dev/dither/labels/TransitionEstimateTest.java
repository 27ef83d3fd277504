package dev.dither.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.labels.AnchorRule.BelowPercentile;
import dev.dither.labels.AnchorRule.Discarding;
import dev.dither.labels.AnchorRule.Maximum;
import dev.dither.predict.Predictive;
import dev.dither.rng.RandomKey;
import org.junit.jupiter.api.Test;

/** Golden anchors and rows: NumPy 2.4, percentile(…, method='higher') and argmax of the columns of TEN. */
class TransitionEstimateTest {
    private static final double[][] TEN = {
        {.90, .06, .04}, {.80, .15, .05}, {.85, .05, .10}, {.10, .70, .20}, {.05, .88, .07},
        {.15, .77, .08}, {.02, .08, .90}, {.30, .10, .60}, {.05, .15, .80}, {.40, .35, .25}
    };

    @Test
    void thePlainMaximumIsTheAnchor() {
        TransitionEstimate found = TransitionEstimate.from(Predictive.of(TEN), new Maximum());
        assertThat(found.anchors()).containsExactly(0, 4, 6);
        assertThat(found.matrix()).isEqualTo(TransitionMatrix.of(new double[][] {TEN[0], TEN[4], TEN[6]}));
    }

    @Test
    void theRuleOfTheOriginalDiscardsThePercentileItself() { // of ten, the 97th percentile is the largest
        TransitionEstimate found = TransitionEstimate.from(Predictive.of(TEN), AnchorRule.PATRINI);
        assertThat(found.anchors()).containsExactly(2, 5, 8);
        assertThat(found.matrix()).isEqualTo(TransitionMatrix.of(new double[][] {TEN[2], TEN[5], TEN[8]}));
    }

    @Test
    void ofTwoValuesAroundThePercentileTheHigherCounts() { // the lower one would make example 3 the first anchor
        TransitionEstimate found = median(Discarding.ON_A_COPY);
        assertThat(found.anchors()).containsExactly(5, 7, 2);
        assertThat(found.matrix()).isEqualTo(TransitionMatrix.of(new double[][] {TEN[5], TEN[7], TEN[2]}));
    }

    @Test
    void inPlaceWhatWasDiscardedIsMissingInLaterRows() {
        TransitionEstimate found = median(Discarding.IN_PLACE_RENORMALIZED);
        assertThat(found.anchors()).containsExactly(5, 7, 2);
        double[][] rows = found.matrix().toArray();
        assertThat(rows[0]).containsExactly(new double[] {0.15, 0.77, 0.08}, within(1e-15));
        assertThat(rows[1]).containsExactly(new double[] {0, 0.14285714285714288, 0.8571428571428572}, within(1e-15));
        assertThat(rows[2]).containsExactly(new double[] {0, 0.3333333333333333, 0.6666666666666666}, within(1e-15));
    }

    // A third of the examples has class i, so the anchor's confidence is the quantile 0.91 of a class: 0.4 + 0.6 · 0.91
    // = 0.946.
    // Neighboring rows of T differ by 1.2, 1.0 and 1.4: the mean absolute error is (1 − 0.946) · 3.6 / 9 = 0.0216.
    @Test
    void aKnownMatrixIsRecoveredUpToTheConfidenceOfTheAnchors() {
        assertThat(error(0, AnchorRule.PATRINI)).isCloseTo(0.0216, within(0.002));
        assertThat(error(0, new Maximum())).isLessThan(0.001);
    }

    // An anchor that is sure of its class shows no noise: the error is then the distance of T to the identity, 1.8 / 9.
    @Test
    void thePercentileSurvivesAFewBadExamplesAndTheMaximumDoesNot() {
        assertThat(error(5, AnchorRule.PATRINI)).isCloseTo(0.0216, within(0.002));
        assertThat(error(5, new Maximum())).isCloseTo(0.2, within(1e-12));
    }

    @Test
    void theEstimateLeavesThePredictionsAsTheyWere() {
        Predictive found = Predictive.of(TEN);
        TransitionEstimate.from(found, new BelowPercentile(50, Discarding.IN_PLACE_RENORMALIZED));
        assertThat(found.probability(0, 0)).isEqualTo(0.9);
    }

    @Test
    void aClassWithoutAnchorIsRefused() {
        Predictive equal = Predictive.of(new double[][] {{0.5, 0.5}, {0.5, 0.5}});
        assertThatThrownBy(() -> TransitionEstimate.from(equal, AnchorRule.PATRINI))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "transition estimate: class 0 has no anchor, none of 2 examples has a positive probability of"
                                + " it below 0.5; use more examples, less training or the plain maximum");
        Predictive never = Predictive.of(new double[][] {{1, 0}, {1, 0}});
        assertThatThrownBy(() -> TransitionEstimate.from(never, new Maximum())).hasMessageContaining("class 1");
    }

    @Test
    void percentilesOutsideTheirRangeAreRefused() {
        for (double bad : new double[] {-1, 101, Double.NaN}) {
            assertThatThrownBy(() -> new BelowPercentile(bad, Discarding.ON_A_COPY))
                    .hasMessage("anchors: percentile must be in [0, 100], got " + bad);
        }
    }

    private static TransitionEstimate median(Discarding discarding) {
        return TransitionEstimate.from(Predictive.of(TEN), new BelowPercentile(50, discarding));
    }

    private static double error(int spoiled, AnchorRule rule) {
        return TransitionEstimate.from(predictions(spoiled), rule).matrix().distanceTo(LogitsCase.NOISE);
    }

    /**
     * Predictions of a network that knows the noise, for 3000 examples: true class i with a confidence uniform in [0.4, 1], the
     * rest on the next class; then p T. The first {@code spoiled} examples of each class are sure of the given label.
     */
    private static Predictive predictions(int spoiled) {
        float[] confidence = new float[3000];
        RandomKey.root(12).fillUniform(confidence);
        double[][] noisy = new double[confidence.length][3];
        for (int n = 0; n < noisy.length; n++) {
            int truth = n % 3;
            double sure = 0.4 + 0.6 * confidence[n];
            for (int j = 0; j < 3; j++) {
                noisy[n][j] = n < 3 * spoiled
                        ? (j == truth ? 1 : 0)
                        : sure * LogitsCase.NOISE.probability(truth, j)
                                + (1 - sure) * LogitsCase.NOISE.probability((truth + 1) % 3, j);
            }
        }
        return Predictive.of(noisy);
    }
}
