package dev.dither.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.data.Examples;
import dev.dither.data.SoftLabels;
import dev.dither.nn.Network;
import dev.dither.nn.Networks;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictiveTest {
    private static final int[] LABELS = {0, 1, 1};
    private static final Predictive HAND = new Predictive(
            2, new double[] {0.9, 0.1, 0.7, 0.3, 0.25, 0.75}, new double[] {0.2, 0.7, 0.1}, new double[0], new int[] {
                4, 2, 3
            });

    @Test
    void measuresAreThoseComputedByHand() {
        assertThat(HAND.accuracy(LABELS)).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(HAND.nll(LABELS)).isCloseTo(-(Math.log(0.9) + Math.log(0.3) + Math.log(0.75)) / 3, within(1e-12));
        // 2 · 0.1² + 2 · 0.7² + 2 · 0.25²
        assertThat(HAND.brier(LABELS)).isCloseTo(1.125 / 3, within(1e-12));
    }

    @Test
    void calibrationErrorAddsTheGapsOfTheBins() { // one example a bin: (0.1 + 0.7 + 0.25) / 3
        assertThat(HAND.calibrationError(LABELS)).isCloseTo(1.05 / 3, within(1e-12));
        // one bin, [12/15, 13/15): right and wrong at 0.81 and 0.85, so |1 − 1.66| / 2
        Predictive shared =
                new Predictive(2, new double[] {0.81, 0.19, 0.85, 0.15}, new double[2], new double[0], new int[2]);
        assertThat(shared.calibrationError(new int[] {0, 1})).isCloseTo(0.33, within(1e-12));
    }

    @Test
    void certaintyFallsInTheLastBinAndZeroProbabilityStaysFinite() {
        Predictive sure = new Predictive(2, new double[] {1, 0}, new double[1], new double[0], new int[1]);
        assertThat(sure.calibrationError(new int[] {0})).isZero();
        assertThat(sure.entropy(0)).isZero();
        assertThat(sure.brier(new int[] {1})).isEqualTo(2);
        assertThat(sure.nll(new int[] {1})).isCloseTo(-Math.log(Float.MIN_NORMAL), within(1e-9));
    }

    @Test
    void mutualInformationIsEntropyLessItsExpectationAndNeverNegative() {
        double entropy = -0.9 * Math.log(0.9) - 0.1 * Math.log(0.1);
        assertThat(HAND.entropy(0)).isCloseTo(entropy, within(1e-12));
        assertThat(HAND.mutualInformation(0)).isCloseTo(entropy - 0.2, within(1e-12));
        assertThat(HAND.mutualInformation(1)).isZero();
    }

    @Test
    void drawsAreCountedForEachExample() {
        assertThat(HAND.draws()).isEqualTo(4);
        assertThat(HAND.drawsOf(1)).isEqualTo(2);
    }

    @Test
    void firstOfEqualClassesIsPredicted() {
        Predictive tied = new Predictive(3, new double[] {0.2, 0.4, 0.4}, new double[1], new double[0], new int[1]);
        assertThat(tied.predicted(0)).isEqualTo(1);
    }

    @Test
    void predictionsAreDistributionsWhateverTheMode() { // 501 examples: the last batch holds one
        float[] values = new float[501 * 3];
        RandomKey.root(1).fillNormal(values);
        Examples examples = Examples.ofFloats("x", new int[] {3}, values, new int[501], 2);
        try (Network network =
                Network.build(Shape.of(3), Networks.stochasticMlp(List.of(5), 2, 1, -1), RandomKey.root(2))) {
            for (String mode : List.of("mean", "draws:5", "until-sure:0.05")) {
                Predictor predictor = new Predictor(network, Inference.parse(mode), RandomKey.root(3));
                Predictive found = predictor.predict(examples);
                requireDistributions(found);
                assertThat(found.stochastic()).isTrue();
                assertThat(predictor.predict(examples).probability(500, 0)).isEqualTo(found.probability(500, 0));
            }
        }
    }

    private static void requireDistributions(Predictive found) {
        assertThat(found.size()).isEqualTo(501);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.probability(i, 0) + found.probability(i, 1)).isCloseTo(1, within(1e-6));
            assertThat(found.mutualInformation(i)).isBetween(0.0, Math.log(2));
            assertThat(found.stddev(i)).isPositive();
        }
    }

    @Test
    void inferenceModesAreReadFromText() {
        assertThat(Inference.parse("mean")).isEqualTo(new Inference.Mean());
        assertThat(Inference.parse("draws:20")).isEqualTo(new Inference.Draws(20));
        assertThat(Inference.parse("until-sure:0.01")).isEqualTo(new Inference.UntilSure(0.01, 1000));
    }

    @Test
    void otherTextIsRefused() {
        for (String bad : List.of("", "median", "draws", "draws:", "draws:x", "draws:1.5", "until-sure", "Mean")) {
            assertThatThrownBy(() -> Inference.parse(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("mean, draws:N or until-sure:TOLERANCE, got " + bad);
        }
        assertThatThrownBy(() -> Inference.parse("draws:0")).hasMessageContaining("at least 1, got 0");
        assertThatThrownBy(() -> Inference.parse("until-sure:NaN")).hasMessageContaining("positive tolerance, got NaN");
    }

    @Test
    void crossEntropyAgainstOpinionsWeighsAllClasses() { // −(¼ log 0.2 + ¾ log 0.7 + log 0.5) / 2 by hand
        Predictive found = Predictive.of(new double[][] {{0.1, 0.2, 0.7}, {0.5, 0.25, 0.25}});
        SoftLabels opinions = SoftLabels.of(new double[][] {{0, 1, 3}, {50, 0, 0}});
        assertThat(found.nll(opinions)).isCloseTo(0.681506, within(1e-6));
        assertThatThrownBy(() -> found.nll(SoftLabels.of(new double[][] {{1, 1, 1}})))
                .hasMessage("soft labels: expected [2, 3], got [1, 3]");
    }
}
