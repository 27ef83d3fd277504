package dev.dither.continual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.continual.Fisher.Labels;
import dev.dither.data.Examples;
import dev.dither.nn.Dense;
import dev.dither.nn.Network;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Logistic regression of one feature on two classes: with z = (w₁ − w₀) x and p = 1 / (1 + e⁻ᶻ), the gradient of −log p(y | x) by w₁ is
 * (p − y) x and by w₀ its negative; so squares of both are (p − y)² x², and their expectation over y is p (1 − p) x².
 */
class FisherTest {
    private static final float[] X = {1, -2, 0.5f, 3};
    private static final int[] Y = {1, 1, 0, 0};
    private static final Examples DATA = Examples.ofFloats("logistic", new int[] {1}, X, Y, 2);
    private static final double W0 = 0.25;
    private static final double W1 = -0.5;
    private static final RandomKey KEY = RandomKey.root(4);

    private static double p(int i) {
        return 1 / (1 + Math.exp(-(W1 - W0) * X[i]));
    }

    private static double mean(IntToDoubleFunction square) {
        double sum = 0;
        for (int i = 0; i < X.length; i++) {
            sum += square.applyAsDouble(i) * X[i] * X[i];
        }
        return sum / X.length;
    }

    private static float[] estimated(Fisher fisher, RandomKey key) {
        try (Scope scope = Scope.open();
                Network network = Network.build(Shape.of(1), List.of(Dense.of(2)), KEY)) {
            try (Gradients.Off off = Gradients.off()) {
                network.trained()
                        .assign(Map.of("0/weight", new float[] {(float) W0, (float) W1}, "0/bias", new float[2]));
            }
            Map<String, float[]> found = fisher.estimate(network, network.trained(), DATA, key);
            assertThat(found.keySet()).containsExactly("0/weight", "0/bias");
            return found.get("0/weight");
        }
    }

    private static void requireBoth(float[] found, double expected) {
        assertThat((double) found[0]).isCloseTo(expected, within(1e-6));
        assertThat((double) found[1]).isCloseTo(expected, within(1e-6));
    }

    @Test
    void givenLabelsSquareTheGradientOfEachExample() {
        double expected = mean(i -> (p(i) - Y[i]) * (p(i) - Y[i]));
        requireBoth(estimated(Fisher.of(Labels.GIVEN, 100), KEY), expected);
    }

    @Test
    void expectedLabelsGiveTheFisherInformation() {
        requireBoth(estimated(Fisher.of(Labels.EXPECTED, 100), KEY), mean(i -> p(i) * (1 - p(i))));
    }

    @Test
    void predictedLabelsAreTheMoreProbableOnes() {
        double expected = mean(i -> Math.pow(Math.min(p(i), 1 - p(i)), 2));
        requireBoth(estimated(Fisher.of(Labels.PREDICTED, 100), KEY), expected);
    }

    @Test
    void sampledLabelsHaveTheFisherInformationAsMean() {
        // an estimate has standard deviation 0.590, by Σ p (1 − p) (1 − 2 p)² x⁴ / 16; the mean of 500 fails at four of
        // its own by chance at 6e-5
        int draws = 500;
        double expected = mean(i -> p(i) * (1 - p(i)));
        double sum = 0;
        for (int draw = 0; draw < draws; draw++) {
            sum += estimated(Fisher.of(Labels.SAMPLED, 100), KEY.child(draw))[0];
        }
        double tolerance = 4 * 0.590 / Math.sqrt(draws);
        assertThat(sum / draws).isCloseTo(expected, within(tolerance));
        // labels that are given or predicted would be told from sampled ones
        assertThat(expected - mean(i -> (p(i) - Y[i]) * (p(i) - Y[i]))).isGreaterThan(2 * tolerance);
        assertThat(expected - mean(i -> Math.pow(Math.min(p(i), 1 - p(i)), 2))).isGreaterThan(2 * tolerance);
    }

    @Test
    void squaredBatchesAverageBeforeTheySquare() {
        double sum = 0;
        for (int i = 0; i < X.length; i++) {
            sum += (p(i) - Y[i]) * X[i];
        }
        requireBoth(estimated(Fisher.squaredBatches(100, 4), KEY), Math.pow(sum / X.length, 2));
    }

    @Test
    void fewerExamplesAreASubset() {
        double one = estimated(Fisher.of(Labels.EXPECTED, 1), KEY)[0];
        assertThat(IntStream.range(0, X.length).mapToObj(i -> p(i) * (1 - p(i)) * X[i] * X[i]))
                .anySatisfy(square -> assertThat(one).isCloseTo(square, within(1e-6)));
    }

    @Test
    void settingsThatMeanNothingAreRefused() {
        assertThatThrownBy(() -> Fisher.of(Labels.GIVEN, 0)).hasMessage("fisher.examples must be at least 1, got 0");
        assertThatThrownBy(() -> new Fisher(Labels.EXPECTED, 10, 2))
                .hasMessage("fisher.batchSize must be 1 where labels are expected over classes, got 2");
    }
}
