package dev.dither.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.data.Examples;
import dev.dither.nn.Activation;
import dev.dither.nn.BatchNorm;
import dev.dither.nn.Conv;
import dev.dither.nn.Dense;
import dev.dither.nn.Flatten;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.MaxPool;
import dev.dither.nn.Network;
import dev.dither.nn.Residual;
import dev.dither.nn.StochasticConv;
import dev.dither.nn.StochasticDense;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeadUnitsTest {
    private static final RandomKey KEY = RandomKey.root(21);
    private static final Shape IMAGE = Shape.of(2, 6, 6);
    private static final Examples IMAGES = Some.examples(1_203, IMAGE, 3, KEY);

    static List<List<LayerSpec>> networks() {
        return List.of(
                List.of(Conv.of(5, 3), Activation.RELU, new MaxPool(2, 2), new Flatten(), Dense.of(3)),
                List.of(Conv.of(5, 3), new MaxPool(2, 2), Activation.RELU, new Flatten(), Dense.of(3)),
                List.of(StochasticConv.of(Conv.of(5, 3), -1), new Flatten(), Dense.of(3)),
                List.of(Conv.of(5, 3), BatchNorm.DEFAULT, Activation.RELU, Conv.of(2, 1), new Flatten(), Dense.of(3)));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void unitsBelowZeroForEveryExampleAreDead(List<LayerSpec> specs) {
        try (Network network = Network.build(IMAGE, specs, KEY)) {
            kill(network, "0", 5, 1, 4);
            assertThat(DeadUnits.of(network, IMAGES, Prunable.HIDDEN_UNITS))
                    .containsExactly(new Unit("0", 1), new Unit("0", 4));
        }
    }

    @Test
    void aUnitThatIsPositiveOnceIsAlive() {
        float[] values = new float[700 * 2];
        values[2 * 650 + 1] = 3; // in the second batch
        Examples examples = Examples.ofFloats("one", new int[] {2}, values, new int[700], 2);
        List<LayerSpec> specs = List.of(Dense.of(2), Activation.RELU, Dense.of(2));
        try (Network network = Network.build(Shape.of(2), specs, KEY)) {
            network.trained()
                    .assign(Map.of(
                            "0/weight", new float[] {0, 1, 1, 0},
                            "0/bias", new float[] {-2.5f, -2.5f},
                            "2/weight", new float[4],
                            "2/bias", new float[2]));
            assertThat(DeadUnits.of(network, examples, Prunable.HIDDEN_UNITS)).containsExactly(new Unit("0", 1));
        }
    }

    @Test
    void aDeadLayerKeepsItsFirstUnit() {
        List<LayerSpec> specs = List.of(new Flatten(), StochasticDense.of(3, -1), Dense.of(3));
        try (Network network = Network.build(IMAGE, specs, KEY)) {
            kill(network, "1", 3, 0, 1, 2);
            assertThat(DeadUnits.of(network, IMAGES, Prunable.HIDDEN_UNITS))
                    .containsExactly(new Unit("1", 1), new Unit("1", 2));
        }
    }

    @Test
    void featuresThatAreAlwaysZeroAreDeadWhenFeaturesMayGo() {
        float[] values = {0, 1, 0, 5, 0, 0, 0, 2};
        Examples examples = Examples.ofFloats("half", new int[] {1, 2, 2}, values, new int[2], 2);
        try (Network network = Network.build(examples.shape(), List.of(new Flatten(), Dense.of(2)), KEY)) {
            assertThat(DeadUnits.of(network, examples, Prunable.HIDDEN_UNITS)).isEmpty();
            List<Unit> dead = DeadUnits.of(network, examples, Prunable.HIDDEN_UNITS_AND_FEATURES);
            assertThat(dead).containsExactly(new Unit("0", 0), new Unit("0", 2));
            try (Network pruned = Surgery.keep(network, Selection.without(network, dead))) {
                assertThat(Certificate.of(network, pruned, examples).maxDifference())
                        .isLessThan(1e-5);
            }
        }
    }

    @Test
    void unitsThatCannotGoAloneAreLeftOut() {
        List<LayerSpec> specs = List.of(
                Conv.same(2, 3),
                Residual.of(Conv.same(4, 3), Activation.RELU, Conv.same(2, 1)),
                new Flatten(),
                Dense.of(3));
        try (Network network = Network.build(IMAGE, specs, KEY)) {
            kill(network, "1/body/0", 4, 2);
            zero(network, "0");
            assertThat(FreeUnits.of(network, Prunable.HIDDEN_UNITS))
                    .extracting(FreeUnits::layer)
                    .containsExactly("1/body/0");
            assertThat(DeadUnits.of(network, IMAGES, Prunable.HIDDEN_UNITS)).contains(new Unit("1/body/0", 2));
        }
    }

    @Test
    void removingDeadUnitsIsCertified() {
        List<LayerSpec> specs = networks().get(0);
        try (Network network = Network.build(IMAGE, specs, KEY)) {
            kill(network, "0", 5, 0, 3);
            List<Unit> dead = DeadUnits.of(network, IMAGES, Prunable.HIDDEN_UNITS);
            try (Network pruned = Surgery.keep(network, Selection.without(network, dead))) {
                Certificate certificate = Certificate.of(network, pruned, IMAGES);
                assertThat(certificate.examples()).isEqualTo(1_203);
                assertThat(certificate.maxDifference()).isLessThan(certificate.allowed());
                assertThat(certificate.largestLogit()).isPositive();
            }
        }
    }

    @Test
    void removingALivingUnitIsNotCertified() {
        try (Network network = Network.build(IMAGE, networks().get(0), KEY);
                Network pruned = Surgery.keep(network, Selection.of("0", 1, 2, 3, 4))) {
            assertThatThrownBy(() -> Certificate.of(network, pruned, IMAGES))
                    .isInstanceOf(Certificate.RefusedException.class)
                    .hasMessageMatching("dead units: logits of 1203 examples expected to stay within [0-9.E-]+,"
                            + " one moved by [0-9.E-]+; prune with the examples they were found on");
        }
    }

    /** Makes units negative everywhere, by a bias or, behind a normalization, by its shift. */
    private static void kill(Network network, String layer, int units, int... dead) {
        Map<String, float[]> arrays = network.trained().toArrays();
        String shift = "1/shift";
        float[] target = Objects.requireNonNull(arrays.get(arrays.containsKey(shift) ? shift : layer + "/bias"));
        float[] weight = Objects.requireNonNull(arrays.get(layer + "/weight"));
        int row = weight.length / (arrays.containsKey(shift) ? units : target.length);
        for (int unit : dead) {
            target[unit] = -1;
            Arrays.fill(weight, unit * row, (unit + 1) * row, 0);
        }
        network.trained().assign(arrays);
    }

    private static void zero(Network network, String layer) {
        Map<String, float[]> arrays = network.trained().toArrays();
        Arrays.fill(Objects.requireNonNull(arrays.get(layer + "/weight")), 0);
        network.trained().assign(arrays);
    }
}
