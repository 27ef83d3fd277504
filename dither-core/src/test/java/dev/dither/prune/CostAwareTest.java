package dev.dither.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.nn.Conv;
import dev.dither.nn.Dense;
import dev.dither.nn.Flatten;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.prune.UnitScores.Scale;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CostAwareTest {
    private static final RandomKey KEY = RandomKey.root(8);
    private static final Shape IMAGE = Shape.of(1, 8, 8);
    private static final List<LayerSpec> SPECS = List.of(Conv.of(2, 3), new Flatten(), Dense.of(3), Dense.of(2));

    // a channel is computed by 6 · 6 · 9 multiplications and read by 36 · 3, a dense unit 72 and 2
    private static final double CHANNEL = 324 + 108;
    private static final double DENSE = 72 + 2;

    @Test
    void valuesAreHeldAgainstTheMultiplicationsThatGoWithAUnit() {
        UnitScores scores = scores(Scale.VALUE, Map.of("0", List.of(3.0, 0.5), "2", List.of(1.0, 2.0, 4.0)));
        assertThat(scores.of(new Unit("0", 0))).isCloseTo(Math.log(3 / CHANNEL), within(1e-12));
        assertThat(scores.of(new Unit("2", 2))).isCloseTo(Math.log(4 / DENSE), within(1e-12));
        assertThat(scores.lowest(unit -> true)).contains(new Unit("0", 1));
        assertThat(scores.scale()).isEqualTo(Scale.LOGARITHM);
    }

    @Test
    void logarithmsOfValuesStayLogarithms() {
        UnitScores scores = scores(Scale.LOGARITHM, Map.of("0", List.of(-7.0, 1.0), "2", List.of(0.0, 0.0, -2.0)));
        assertThat(scores.of(new Unit("0", 0))).isCloseTo(-7 - Math.log(CHANNEL), within(1e-12));
        assertThat(scores.of(new Unit("2", 2))).isCloseTo(-2 - Math.log(DENSE), within(1e-12));
    }

    @Test
    void unitsWithoutValueGoFirstTheDearestOfThem() {
        UnitScores scores = scores(Scale.VALUE, Map.of("0", List.of(0.0, 1e-30), "2", List.of(0.0, 1e-9, 1.0)));
        assertThat(scores.lowest(unit -> true)).contains(new Unit("0", 0));
        assertThat(scores.lowest(unit -> unit.index() != 0)).contains(new Unit("0", 1));
    }

    @Test
    void layersThatAreNotRankedStayOut() {
        assertThat(scores(Scale.VALUE, Map.of("2", List.of(1.0, 1.0, 1.0))).byLayer())
                .containsOnlyKeys("2");
    }

    @Test
    void theExponentSaysHowMuchTheCostCounts() {
        Map<String, List<Double>> values = Map.of("0", List.of(2.0, 2.0), "2", List.of(1.0, 1.0, 1.0));
        assertThat(scores(0.5, Scale.VALUE, values).of(new Unit("0", 0)))
                .isCloseTo(Math.log(2 / Math.sqrt(CHANNEL)), within(1e-12));
        assertThat(scores(0, Scale.VALUE, values).lowest(unit -> true)).contains(new Unit("2", 0));
        for (double bad : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> new CostAware(new Taylor(), bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("cost-aware.exponent must be in [0, 1], got " + bad);
        }
    }

    private static UnitScores scores(Scale scale, Map<String, List<Double>> values) {
        return scores(1, scale, values);
    }

    private static UnitScores scores(double exponent, Scale scale, Map<String, List<Double>> values) {
        Criterion fixed = (network, data, key) -> new UnitScores(values, scale);
        try (Network network = Network.build(IMAGE, SPECS, KEY)) {
            return new CostAware(fixed, exponent).score(network, Some.examples(1, IMAGE, 2, KEY), KEY);
        }
    }
}
