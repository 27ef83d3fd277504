package dev.dither.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.nn.BatchNorm;
import dev.dither.nn.Dense;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.nn.Posterior;
import dev.dither.nn.Residual;
import dev.dither.nn.VariationalConv;
import dev.dither.nn.VariationalDense;
import dev.dither.nn.WeightNoise;
import dev.dither.nn.ZeroMeanDense;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WeightControlsTest {
    private static final RandomKey KEY = RandomKey.root(59);

    /** A network whose log α differ, so that one taken for another shows. */
    private static Network network(LayerSpec... specs) {
        Network network = Network.build(Shape.of(4), List.of(specs), KEY);
        try (Scope scope = Scope.open()) {
            Map<String, float[]> values = network.trained().toArrays();
            values.replaceAll((name, of) -> name.endsWith("logAlpha") ? rising(of) : of);
            values.replaceAll((name, of) -> name.endsWith("bias") ? rising(of) : of);
            network.trained().assign(values);
        }
        return network;
    }

    private static float[] rising(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.3f * i - 1;
        }
        return values;
    }

    private static float[] outputs(Network network, Pass pass) {
        try (Scope scope = Scope.open()) {
            return network.forward(Tensor.normal(KEY.child("x"), Shape.of(5, 4)), pass)
                    .toFloats();
        }
    }

    private static float[] values(Network network, String name) {
        try (Scope scope = Scope.open()) {
            return network.trained().toArrays().get(name);
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutMeansTheNoiseIsLeftAsItWas(Posterior posterior) {
        try (Network network = network(VariationalDense.of(3, posterior));
                Network control = WeightControls.zeroMeans(network, "0")) {
            float[] drawn = outputs(network, Pass.sampling(KEY));
            float[] mean = outputs(network, Pass.mean());
            float[] left = outputs(control, Pass.sampling(KEY));
            float[] bias = outputs(control, Pass.mean());
            for (int i = 0; i < drawn.length; i++) {
                assertThat(left[i] - bias[i]).isCloseTo(drawn[i] - mean[i], within(1e-5f));
                assertThat(bias[i]).isEqualTo(0.3f * (i % 3) - 1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void permutedVariancesAreTheSameOnesElsewhere(Posterior posterior) {
        try (Network network = network(VariationalDense.of(3, posterior));
                Network inPlace = WeightControls.zeroMeans(network, "0");
                Network control = WeightControls.permutedVariances(network, "0", KEY)) {
            float[] before = values(inPlace, "0/logStddev");
            float[] after = values(control, "0/logStddev");
            assertThat(after).isNotEqualTo(before);
            Arrays.sort(before);
            Arrays.sort(after);
            assertThat(after).isEqualTo(before);
            assertThat(values(control, "0/mean")).isEqualTo(values(network, "0/mean"));
            assertThat(outputs(control, Pass.mean())).isEqualTo(outputs(network, Pass.mean()));
        }
    }

    @Test
    void scalesOfZeroMeanLayersArePermutedToo() {
        for (WeightNoise.Scale scale : WeightNoise.Scale.values()) {
            ZeroMeanDense layer = ZeroMeanDense.of(3).with(WeightNoise.GAUSSIAN.with(scale));
            try (Network network = network(layer);
                    Network control = WeightControls.permutedVariances(network, "0", KEY)) {
                float[] before = values(network, "0/" + scale.parameter());
                float[] after = values(control, "0/" + scale.parameter());
                assertThat(control.specs()).isEqualTo(network.specs());
                assertThat(after).isNotEqualTo(before).containsExactlyInAnyOrder(before);
            }
        }
    }

    @Test
    void onlyTheNamedLayerChangesBelowABlockToo() {
        LayerSpec dropped = VariationalDense.of(4, Posterior.UNIT);
        try (Network network = network(dropped, BatchNorm.DEFAULT, Residual.of(Dense.of(4), dropped));
                Network control = WeightControls.zeroMeans(network, "2/body/1")) {
            assertThat(control.specs())
                    .containsExactly(
                            dropped,
                            BatchNorm.DEFAULT,
                            Residual.of(Dense.of(4), VariationalDense.of(4, Posterior.ADDITIVE)));
            assertThat(values(control, "2/body/1/mean")).containsOnly(0);
            for (String same : List.of("0/mean", "0/logAlpha", "2/body/0/weight", "2/body/1/bias")) {
                assertThat(values(control, same)).as(same).isEqualTo(values(network, same));
            }
        }
    }

    @Test
    void convolutionsLoseTheirMeansToo() {
        List<LayerSpec> specs = List.of(VariationalConv.of(2, 2, Posterior.UNIT));
        try (Network network = Network.build(Shape.of(1, 3, 3), specs, KEY);
                Network control = WeightControls.zeroMeans(network, "0");
                Scope scope = Scope.open()) {
            Tensor x = Tensor.normal(KEY, Shape.of(2, 1, 3, 3));
            float[] drawn = network.forward(x, Pass.sampling(KEY)).toFloats();
            float[] mean = network.forward(x, Pass.mean()).toFloats();
            float[] left = control.forward(x, Pass.sampling(KEY)).toFloats();
            for (int i = 0; i < drawn.length; i++) {
                assertThat(left[i]).isCloseTo(drawn[i] - mean[i], within(1e-5f));
            }
        }
    }

    @Test
    void layersWithoutSuchWeightsAreRefused() {
        try (Network network = network(Dense.of(3), ZeroMeanDense.of(3))) {
            requireRefused(
                    network, n -> WeightControls.zeroMeans(n, "1"), "1: expected a layer whose weights have means");
            requireRefused(
                    network, n -> WeightControls.zeroMeans(n, "7"), "7: expected a layer whose weights have means");
            requireRefused(
                    network,
                    n -> WeightControls.permutedVariances(n, "0", KEY),
                    "0: expected a layer of random weights");
        }
    }

    private static void requireRefused(Network network, Function<Network, Network> control, String message) {
        assertThatThrownBy(() -> control.apply(network))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
