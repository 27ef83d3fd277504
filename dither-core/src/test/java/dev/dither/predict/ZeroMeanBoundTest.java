package dev.dither.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dither.nn.Activation;
import dev.dither.nn.Dense;
import dev.dither.nn.Flatten;
import dev.dither.nn.Init;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.nn.Posterior;
import dev.dither.nn.VariationalConv;
import dev.dither.nn.VariationalDense;
import dev.dither.nn.ZeroMeanDense;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ZeroMeanBoundTest {
    private static final RandomKey KEY = RandomKey.root(83);
    private static final int DRAWS = 200_000;

    /** Four standard errors of the difference of two shares of as many draws: exceeded with probability 6e-5. */
    private static final double ERROR = 4 * Math.sqrt(2 * 0.25 / DRAWS);

    private static Network network(Shape input, Map<String, float[]> changed, LayerSpec... specs) {
        Network network = Network.build(input, List.of(specs), KEY);
        try (Scope scope = Scope.open()) {
            Map<String, float[]> values = network.trained().toArrays();
            values.putAll(changed);
            network.trained().assign(values);
        }
        return network;
    }

    private static float[] filled(int count, float value) {
        float[] values = new float[count];
        Arrays.fill(values, value);
        return values;
    }

    /** Returns the probability of the second class for one example, averaged over many draws. */
    private static double probability(Network network, RandomKey key, float... example) {
        try (Scope scope = Scope.open();
                Gradients.Off off = Gradients.off()) {
            Tensor x = Tensor.of(example, network.input().batched(1)).repeated(DRAWS);
            double[] p =
                    network.forward(x, Pass.sampling(key)).logSoftmax().exp().toDoubles();
            double sum = 0;
            for (int i = 1; i < p.length; i += 2) {
                sum += p[i];
            }
            return sum / DRAWS;
        }
    }

    private static double change(Network network, String layer, float... example) {
        try (Network without = WeightControls.zeroMeans(network, layer)) {
            return probability(network, KEY.child("with"), example)
                    - probability(without, KEY.child("without"), example);
        }
    }

    @Test
    void oneAlphaGivesThePublishedBound() { // √(2 · 12 / π) / √e⁴
        try (Network network =
                network(Shape.of(4), Map.of("0/logAlpha", filled(1, 4)), VariationalDense.of(3, Posterior.LAYER))) {
            ZeroMeanBound bound = ZeroMeanBound.of(network);
            assertThat(bound.layers()).hasSize(1);
            assertThat(bound.layers().get(0).weights()).isEqualTo(12);
            assertThat(bound.layers().get(0).mmd()).isCloseTo(0.374060, within(1e-6));
            assertThat(bound.layers().get(0).probabilityChange()).isCloseTo(0.187030, within(1e-6));
        }
    }

    @Test
    void squaredDistancesOfDifferentAlphasAddUp() { // √(2/π (4 e⁻² + 4 e⁻¹ + 4 e⁻³))
        Map<String, float[]> values = Map.of("0/logAlpha", new float[] {2, 1, 3});
        try (Network network = network(Shape.of(4), values, VariationalDense.of(3, Posterior.UNIT))) {
            assertThat(ZeroMeanBound.of(network).mmd()).isCloseTo(1.186679, within(1e-6));
        }
    }

    @Test
    void layersAddUpAndThoseWithoutMeansAreLeftOut() {
        Map<String, float[]> values = Map.of("0/logAlpha", filled(1, 5), "2/logAlpha", filled(1, 6));
        try (Network network = network(
                Shape.of(4),
                values,
                VariationalDense.of(3, Posterior.LAYER),
                ZeroMeanDense.of(3),
                VariationalDense.of(2, Posterior.LAYER))) {
            ZeroMeanBound bound = ZeroMeanBound.of(network);
            assertThat(bound.layers()).extracting(ZeroMeanBound.Layer::path).containsExactly("0", "2");
            double one = bound.layers().get(0).mmd();
            double two = bound.layers().get(1).mmd();
            assertThat(bound.mmd()).isCloseTo(Math.hypot(one, two), within(1e-12));
        }
    }

    @Test
    void aBoundIsNeverMoreThanIsPossible() {
        try (Network network = network(Shape.of(4), Map.of(), VariationalDense.of(3, Posterior.WEIGHT))) {
            assertThat(ZeroMeanBound.of(network).mmd()).isEqualTo(2);
            assertThat(ZeroMeanBound.of(network).probabilityChange()).isEqualTo(1);
        }
    }

    @Test
    void weightsWithoutMeanCountForNothing() {
        Map<String, float[]> values = Map.of("0/mean", new float[] {0, 0, 0, 1}, "0/logAlpha", filled(1, 0));
        try (Network network = network(Shape.of(4), values, VariationalDense.of(1, Posterior.LAYER))) {
            assertThat(ZeroMeanBound.of(network).layers().get(0).squaredDistance())
                    .isCloseTo(1, within(1e-6));
        }
    }

    /**
     * The worst network for α of 1 and 4: inputs in proportion to 1 / (α μ), a step in the middle. It moves a probability by the
     * whole total variation 2 Φ(d/2) − 1 = 0.42385, d² = 1.25; one mean α for both would say 0.35682 at most.
     */
    @Test
    @Tag("statistical")
    void theWorstNetworkComesCloseToTheBoundOfDifferentAlphas() {
        Map<String, float[]> values = Map.of(
                "0/mean", new float[] {0.5f, -2},
                "0/logAlpha", new float[] {0, (float) Math.log(4)},
                "1/weight", new float[] {0, 1000},
                "1/bias", new float[] {0, -625});
        try (Network network = network(Shape.of(2), values, VariationalDense.of(1, Posterior.WEIGHT), Dense.of(2))) {
            double change = change(network, "0", 2, -0.125f);
            assertThat(change).isCloseTo(0.42385, within(ERROR));
            assertThat(change).isLessThan(ZeroMeanBound.of(network).probabilityChange());
            assertThat(change - ERROR).isGreaterThan(0.35682);
        }
    }

    /** Two positions of one weight: 2 Φ(√2 / 2) − 1 = 0.52050, where one position alone would allow 0.39894. */
    @Test
    @Tag("statistical")
    void theWorstConvolutionNeedsItsPositions() {
        Map<String, float[]> values = Map.of(
                "0/mean", new float[] {1},
                "0/logAlpha", new float[] {0},
                "2/weight", new float[] {0, 0, 1000, 1000},
                "2/bias", new float[] {0, -1000});
        try (Network network = network(
                Shape.of(1, 1, 2), values, VariationalConv.of(1, 1, Posterior.LAYER), new Flatten(), Dense.of(2))) {
            ZeroMeanBound bound = ZeroMeanBound.of(network);
            double change = change(network, "0", 1, 1);
            assertThat(bound.layers().get(0).positions()).isEqualTo(2);
            assertThat(change).isCloseTo(0.52050, within(ERROR)).isLessThan(bound.probabilityChange());
            assertThat(change - ERROR).isGreaterThan(0.39894);
        }
    }

    @Test
    @Tag("statistical")
    void anOrdinaryNetworkStaysBelow() {
        Map<String, float[]> values = Map.of("2/logAlpha", filled(3, 4.5f));
        try (Network network = network(
                Shape.of(2),
                values,
                Dense.of(5),
                Activation.RELU,
                VariationalDense.of(3, Posterior.UNIT),
                Activation.RELU,
                new Dense(2, Init.FAN_IN_UNIFORM))) {
            double change = change(network, "2", -3, 2);
            assertThat(Math.abs(change))
                    .isBetween(ERROR, ZeroMeanBound.of(network).probabilityChange());
        }
    }
}
