package dev.dither.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.data.Examples;
import dev.dither.nn.Activation;
import dev.dither.nn.Dense;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.nn.Posterior;
import dev.dither.nn.VariationalDense;
import dev.dither.nn.WeightNoise;
import dev.dither.nn.ZeroMeanDense;
import dev.dither.predict.Inference;
import dev.dither.predict.Predictive;
import dev.dither.predict.Predictor;
import dev.dither.prune.WeightPruning.Curve;
import dev.dither.prune.WeightPruning.Point;
import dev.dither.prune.WeightPruning.Rank;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightPruningTest {
    private static final RandomKey KEY = RandomKey.root(97);
    private static final Inference DRAWS = new Inference.Draws(20);
    private static final WeightPruning BY_STDDEV = new WeightPruning(Rank.STDDEV, DRAWS, KEY);
    private static final WeightPruning BY_RATIO = new WeightPruning(Rank.SIGNAL_TO_NOISE, DRAWS, KEY);

    /** Two classes, which differ by which of two inputs is 1. */
    private static final Examples EITHER =
            Examples.ofFloats("either", new int[] {2}, new float[] {1, 0, 0, 1, 1, 0, 0, 1}, new int[] {0, 1, 0, 1}, 2);

    private static Network network(Map<String, float[]> changed, LayerSpec... specs) {
        Network network = Network.build(Shape.of(2), List.of(specs), KEY);
        try (Scope scope = Scope.open()) {
            Map<String, float[]> values = network.trained().toArrays();
            values.putAll(changed);
            network.trained().assign(values);
        }
        return network;
    }

    /** Classes by which of two units is loud; two other weights say little. */
    private static Network loud(WeightNoise noise, Map<String, float[]> scales) {
        return network(scales, ZeroMeanDense.of(2).with(noise), Activation.RELU, Dense.of(2));
    }

    private static final float[] PASSING_ON = {1, 0, 0, 1};

    private static Network loud() {
        return loud(WeightNoise.GAUSSIAN, Map.of("0/scale", new float[] {-8, 0.2f, 0.1f, 6}, "2/weight", PASSING_ON));
    }

    @Test
    void theSmallestScalesOfEitherSignGoFirst() {
        try (Network network = loud()) {
            Curve curve = BY_STDDEV.bySparsity(network, EITHER, List.of(0.0, 0.25, 0.5, 0.75, 1.0));
            assertThat(curve.points()).extracting(Point::sparsity).containsExactly(0.0, 0.25, 0.5, 0.75, 1.0);
            assertThat(curve.points().get(1).thresholds().get("0")).isCloseTo(0.2, within(1e-6));
            assertThat(curve.points().get(2).thresholds()).containsOnly(Map.entry("0", 6.0));
            assertThat(curve.points().get(4).thresholds().get("0")).isInfinite();
            assertThat(curve.points()).extracting(Point::draws).containsOnly(20);
            assertThat(curve.points().get(2).accuracy()).isEqualTo(1);
            // without the loudest weight of the second class only the first is told from nothing
            assertThat(curve.points().get(3).nll())
                    .isGreaterThan(curve.points().get(2).nll());
            assertThat(curve.warnings()).isEmpty();
        }
    }

    @Test
    void nothingTakenIsThePredictionAndEverythingTakenLeavesTheBiases() { // log 2 at equal logits
        try (Network network = loud()) {
            Predictive whole = new Predictor(network, DRAWS, KEY).predict(EITHER);
            List<Point> points =
                    BY_STDDEV.bySparsity(network, EITHER, List.of(0.0, 1.0)).points();
            assertThat(points.get(0).nll()).isEqualTo(whole.nll(EITHER.labels()));
            assertThat(points.get(1).nll()).isCloseTo(Math.log(2), within(1e-6));
        }
    }

    @Test
    void thresholdsTakeWhatIsBelow() {
        try (Network network = loud()) {
            List<Point> points = BY_STDDEV
                    .byThreshold(network, EITHER, List.of(0.0, 0.15, 7.0, 9.0))
                    .points();
            assertThat(points).extracting(Point::sparsity).containsExactly(0.0, 0.25, 0.75, 1.0);
        }
    }

    @Test
    void logarithmicScalesGiveTheSameCurve() {
        float[] logarithms = {(float) Math.log(8), (float) Math.log(0.2), (float) Math.log(0.1), (float) Math.log(6)};
        Map<String, float[]> scales = Map.of("0/logScale", logarithms, "2/weight", PASSING_ON);
        try (Network signed = loud();
                Network log = loud(WeightNoise.GAUSSIAN.with(WeightNoise.Scale.LOG), scales)) {
            List<Double> sparsities = List.of(0.0, 0.5, 1.0);
            List<Point> expected =
                    BY_STDDEV.bySparsity(signed, EITHER, sparsities).points();
            List<Point> found = BY_STDDEV.bySparsity(log, EITHER, sparsities).points();
            for (int i = 0; i < expected.size(); i++) {
                assertThat(found.get(i).sparsity()).isEqualTo(expected.get(i).sparsity());
                assertThat(found.get(i).nll()).isCloseTo(expected.get(i).nll(), within(1e-5));
            }
        }
    }

    /** Loud weights of mean nearly 0 carry the classes; quiet ones are surer, but say nothing. */
    private static Network collapsed(Posterior posterior) {
        float loud = (float) Math.log(8);
        float quiet = (float) Math.log(0.08);
        float[] logAlpha = {13, 4, 4, 13};
        Map<String, float[]> spread = posterior == Posterior.ADDITIVE
                ? Map.of("0/logStddev", new float[] {loud, quiet, quiet, loud})
                : Map.of("0/logAlpha", logAlpha);
        Network network = network(spread, VariationalDense.of(2, posterior), Activation.RELU, Dense.of(2));
        try (Scope scope = Scope.open()) {
            Map<String, float[]> values = network.trained().toArrays();
            values.put("0/mean", new float[] {0.01f, 0.01f, 0.01f, 0.01f});
            values.put("2/weight", PASSING_ON);
            network.trained().assign(values);
        }
        return network;
    }

    @Test
    void signalToNoiseTakesWhatACollapsedLayerKnowsAndSaysSo() {
        for (Posterior posterior : List.of(Posterior.WEIGHT, Posterior.ADDITIVE)) {
            try (Network network = collapsed(posterior)) {
                Curve byRatio = BY_RATIO.bySparsity(network, EITHER, List.of(0.5));
                Curve byStddev = BY_STDDEV.bySparsity(network, EITHER, List.of(0.5));
                assertThat(byRatio.points().get(0).sparsity()).isEqualTo(0.5);
                assertThat(byStddev.points().get(0).sparsity()).isEqualTo(0.5);
                assertThat(byStddev.points().get(0).nll())
                        .isLessThan(byRatio.points().get(0).nll() - 0.2);
                assertThat(byRatio.warnings())
                        .singleElement()
                        .satisfies(line -> assertThat(line)
                                .startsWith("0: collapsed to noise")
                                .contains("signal-to-noise removes first what carries the information"));
            }
        }
    }

    @Test
    void weightsOfOneAlphaHaveNoOrderBySignalToNoise() {
        try (Network network = network(Map.of(), VariationalDense.of(2, Posterior.LAYER))) {
            List<Point> points =
                    BY_RATIO.bySparsity(network, EITHER, List.of(0.5, 1.0)).points();
            assertThat(points).extracting(Point::sparsity).containsExactly(0.0, 1.0);
        }
    }

    @Test
    void theNetworkIsLeftBitByBit() {
        LayerSpec[] specs = {
            VariationalDense.of(3, Posterior.ADDITIVE),
            Activation.RELU,
            ZeroMeanDense.of(2).with(WeightNoise.GAUSSIAN.with(WeightNoise.Scale.LOG))
        };
        try (Scope scope = Scope.open();
                Network network = network(Map.of(), specs)) {
            Map<String, float[]> before = network.trained().toArrays();
            List<Point> points =
                    BY_STDDEV.bySparsity(network, EITHER, List.of(0.3, 1.0)).points();
            Map<String, float[]> after = network.trained().toArrays();
            before.forEach(
                    (name, values) -> assertThat(after.get(name)).as(name).containsExactly(values));
            assertThat(points.get(0).thresholds()).containsOnlyKeys("0", "2");
            assertThat(points).allMatch(point -> Double.isFinite(point.nll()));
        }
    }

    @Test
    void whatCannotBeRankedIsRefused() {
        try (Network plain = network(Map.of(), Dense.of(2));
                Network loud = loud()) {
            assertThatThrownBy(() -> BY_STDDEV.bySparsity(plain, EITHER, List.of(0.5)))
                    .hasMessage("weight pruning by stddev needs a layer of random weights, the network has none");
            assertThatThrownBy(() -> BY_RATIO.bySparsity(loud, EITHER, List.of(0.5)))
                    .hasMessage("weight pruning by signal_to_noise needs a layer of random weights that have means, the"
                            + " network has none");
            assertThatThrownBy(() -> BY_STDDEV.bySparsity(loud, EITHER, List.of(Double.NaN)))
                    .hasMessage("sparsities must be in [0, 1], got NaN");
            assertThatThrownBy(() -> BY_STDDEV.byThreshold(loud, EITHER, List.of(-1.0)))
                    .hasMessage("thresholds must be at least 0, got -1.0");
        }
    }
}
