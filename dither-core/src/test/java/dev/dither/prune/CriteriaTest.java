package dev.dither.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.data.Examples;
import dev.dither.nn.Activation;
import dev.dither.nn.Conv;
import dev.dither.nn.Dense;
import dev.dither.nn.Flatten;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.MaxPool;
import dev.dither.nn.Network;
import dev.dither.nn.ParallelDense;
import dev.dither.nn.StochasticDense;
import dev.dither.prune.Entropy.Normalization;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Scores computed by hand. */
class CriteriaTest {
    private static final RandomKey KEY = RandomKey.root(31);
    private static final double SINGLE_PRECISION = 1e-6;

    @Test
    void entropyIsTheMeanOfLogStddevTurnedRound() {
        // r = x of 1 and 3, and −2: log softplus
        double first = -(logSoftplus(1) + logSoftplus(3)) / 2;
        double second = -logSoftplus(-2);
        assertScores(entropy(Normalization.NONE), first, second);
        double mean = (first + second) / 2;
        assertScores(entropy(Normalization.LAYER_MEAN), first - mean, second - mean);
    }

    @Test
    void entropyMayBeRelativeToTheMean() {
        // μ = −x of 1 and 3: mean absolute value 2; and 0.5
        double first = -(logSoftplus(1) + logSoftplus(3)) / 2 + Math.log(2);
        double second = -logSoftplus(-2) + Math.log(0.5);
        assertScores(entropy(Normalization.RELATIVE_TO_MEAN), first, second);
    }

    private static UnitScores entropy(Normalization normalization) {
        Examples data = Examples.ofFloats("two", new int[] {1}, new float[] {1, 3}, new int[2], 2);
        List<LayerSpec> specs = List.of(StochasticDense.of(2, 0), Dense.of(2));
        try (Network network = Network.build(Shape.of(1), specs, KEY)) {
            network.trained()
                    .assign(Map.of(
                            "0/weight", new float[] {-1, 0, 1, 0},
                            "0/bias", new float[] {0, 0.5f, 0, -2},
                            "1/weight", new float[4],
                            "1/bias", new float[2]));
            return new Entropy(normalization).score(network, data, KEY);
        }
    }

    @Test
    void entropySaysNothingOfLayersWithoutNoise() {
        List<LayerSpec> specs = List.of(Dense.of(2), Activation.RELU, Dense.of(2));
        try (Network network = Network.build(Shape.of(1), specs, KEY)) {
            Examples data = Some.examples(4, Shape.of(1), 1, KEY);
            assertThat(new Entropy(Normalization.NONE).score(network, data, KEY).byLayer())
                    .isEmpty();
        }
    }

    @Test
    void taylorIsTheProductOfActivationAndGradient() {
        Examples data = Examples.ofFloats("two", new int[] {1}, new float[] {1, 2}, new int[] {0, 1}, 2);
        List<LayerSpec> specs = List.of(Dense.of(3), Activation.RELU, Dense.of(2));
        try (Network network = Network.build(Shape.of(1), specs, KEY)) {
            network.trained()
                    .assign(Map.of(
                            "0/weight", new float[] {1, 2, -1},
                            "0/bias", new float[3],
                            "2/weight", new float[] {1, 0, 5, -1, 0.5f, 5},
                            "2/bias", new float[2]));
            // hidden x, 2 x and 0, so logits (x, −x + x): ∂L/∂logits = p − one-hot, p = softmax(x, 0)
            double[] scores = new double[2];
            for (int i = 0; i < 2; i++) {
                double x = i + 1;
                double p = 1 / (1 + Math.exp(-x));
                double slope = i == 0 ? p - 1 : p; // of the first logit; that of the second is its negative
                scores[0] += Math.abs(x * (slope * 1 + -slope * -1));
                scores[1] += Math.abs(2 * x * (-slope * 0.5));
            }
            double norm = Math.hypot(scores[0], scores[1]);
            assertScores(new Taylor().score(network, data, KEY), scores[0] / norm, scores[1] / norm, 0);
        }
    }

    @Test
    void taylorAddsUpPositionsBeforeItTakesTheAbsoluteValue() {
        Examples data = Examples.ofFloats("one", new int[] {1, 1, 2}, new float[] {1, 1}, new int[1], 2);
        List<LayerSpec> specs = List.of(Conv.of(2, 1), new Flatten(), Dense.of(2));
        try (Network network = Network.build(Shape.of(1, 1, 2), specs, KEY)) {
            network.trained()
                    .assign(Map.of(
                            "0/weight", new float[] {1, 1},
                            "0/bias", new float[2],
                            // the positions of the first channel act against each other
                            "2/weight", new float[] {1, -1, 1, 1, 0, 0, 0, 0},
                            "2/bias", new float[2]));
            UnitScores scores = new Taylor().score(network, data, KEY);
            assertThat(scores.byLayer()).containsOnlyKeys("0", "1");
            assertScores(scores, 0, 1);
            assertThat(scores.byLayer().get("1")).allSatisfy(s -> assertThat(s).isCloseTo(0.5, within(1e-6)));
        }
    }

    @Test
    void taylorIsTheSameInFrontOfPoolingAndBehindIt() {
        Shape image = Shape.of(2, 6, 6);
        Examples data = Some.examples(40, image, 3, KEY);
        List<LayerSpec> before = List.of(Conv.of(4, 3), Activation.RELU, new MaxPool(2, 2), new Flatten(), Dense.of(3));
        List<LayerSpec> after = List.of(Conv.of(4, 3), new MaxPool(2, 2), Activation.RELU, new Flatten(), Dense.of(3));
        try (Network one = Network.build(image, before, KEY);
                Network other = Network.build(image, after, KEY)) {
            List<Double> scores = new Taylor().score(one, data, KEY).byLayer().get("0");
            assertThat(new Taylor().score(other, data, KEY).byLayer().get("0")).isEqualTo(scores);
            assertThat(scores.stream().mapToDouble(s -> s * s).sum()).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void magnitudeIsTheSizeOfTheWeightsThatLeadIn() {
        List<LayerSpec> specs = List.of(Dense.of(2), Dense.of(2));
        float[] weight = {3, -4, 1, 1};
        assertScores(magnitude(Magnitude.Norm.L1, specs, weight), 7, 2);
        assertScores(magnitude(Magnitude.Norm.L2, specs, weight), 5, Math.sqrt(2));
    }

    @Test
    void magnitudeOfAStochasticLayerIsThatOfItsMean() {
        List<LayerSpec> specs = List.of(StochasticDense.of(2, 0), Dense.of(2));
        assertScores(magnitude(Magnitude.Norm.L1, specs, 3, -4, 1, 1, 90, 90, 90, 90), 7, 2);
    }

    @Test
    void magnitudeOfAParallelLayerIsThatOfTheSum() {
        List<LayerSpec> specs = List.of(ParallelDense.of(2), Dense.of(2));
        assertScores(magnitude(Magnitude.Norm.L1, specs, 3, -4, 1, 1, -3, 4, 1, 0), 0, 3);
    }

    private static UnitScores magnitude(Magnitude.Norm norm, List<LayerSpec> specs, float... weight) {
        try (Network network = Network.build(Shape.of(2), specs, KEY)) {
            Map<String, float[]> arrays = network.trained().toArrays();
            arrays.put("0/weight", weight);
            network.trained().assign(arrays);
            return new Magnitude(norm).score(network, Some.examples(1, Shape.of(2), 2, KEY), KEY);
        }
    }

    @Test
    void theLowestScoreOfAllLayersIsFoundTheFirstOfEquals() {
        UnitScores scores = new UnitScores(Map.of("0", List.of(3.0, 1.0, 1.0)));
        assertThat(scores.lowest(unit -> true)).contains(new Unit("0", 1));
        assertThat(scores.lowest(unit -> unit.index() != 1)).contains(new Unit("0", 2));
        assertThat(scores.lowest(unit -> false)).isEmpty();
    }

    @Test
    void scoresThatAreNotFiniteAreRefused() {
        assertThatThrownBy(() -> new UnitScores(Map.of("0", List.of(1.0, Double.NaN))))
                .hasMessage("0: score of unit 1 must be finite, got NaN");
    }

    private static void assertScores(UnitScores scores, double... expected) {
        List<Double> found = scores.byLayer().get("0");
        assertThat(found).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(found.get(i)).isCloseTo(expected[i], within(SINGLE_PRECISION));
        }
    }

    private static double logSoftplus(double r) {
        return Math.log(Math.log1p(Math.exp(r)));
    }
}
