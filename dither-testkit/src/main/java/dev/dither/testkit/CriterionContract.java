package dev.dither.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dither.data.Examples;
import dev.dither.nn.Conv;
import dev.dither.nn.Dense;
import dev.dither.nn.Flatten;
import dev.dither.nn.MaxPool;
import dev.dither.nn.Network;
import dev.dither.nn.StochasticConv;
import dev.dither.nn.StochasticDense;
import dev.dither.prune.Criterion;
import dev.dither.prune.UnitScores;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every pruning criterion keeps: a finite score for each unit of the layers it judges, from the units and the key
 * alone, and nothing changed or left alive.
 *
 * <p>Scores are computed for a network with a noisy convolution of 4 channels at path 0, flattening to 16 features at path
 * 2, and a noisy dense layer of 5 units at path 3.
 */
@ExtendWith(LeakCheck.class)
public interface CriterionContract {
    /** Root of the keys of these tests. */
    RandomKey KEY = RandomKey.root(8);

    /** Relative change of a score that another order of summation may make. */
    double ROUNDING = 1e-4;

    /** Numbers of units by path. */
    Map<String, Integer> UNITS = Map.of("0", 4, "2", 16, "3", 5);

    /** Returns the criterion to check. */
    Criterion criterion();

    /** Returns whether a score belongs to the unit, and moves with it; not so for a control that draws by position. */
    default boolean followsUnits() {
        return true;
    }

    private static Network network() {
        return Network.build(
                Shape.of(1, 6, 6),
                List.of(
                        StochasticConv.of(Conv.of(4, 3), -1),
                        new MaxPool(2, 2),
                        new Flatten(),
                        StochasticDense.of(5, -1),
                        Dense.of(3)),
                KEY);
    }

    private static Examples data() {
        float[] values = new float[20 * 36];
        KEY.child("data").fillNormal(values);
        int[] labels = new int[20];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 3;
        }
        return Examples.ofFloats("noise", new int[] {1, 6, 6}, values, labels, 3);
    }

    private UnitScores score(RandomKey key) {
        try (Network network = network()) {
            return criterion().score(network, data(), key);
        }
    }

    /** One finite score for each unit of each layer judged, which are layers whose units can go. */
    @Test
    default void everyUnitOfAJudgedLayerHasAFiniteScore() {
        UnitScores scores = score(KEY);
        assertThat(scores.byLayer()).isNotEmpty();
        scores.byLayer().forEach((layer, found) -> {
            assertThat(UNITS).as("layers whose units can go").containsKey(layer);
            assertThat(found).as("scores of %s", layer).hasSize(Objects.requireNonNull(UNITS.get(layer)));
            assertThat(found).as("scores of %s", layer).allMatch(Double::isFinite);
        });
    }

    /** Scores are a function of network, data and key. */
    @Test
    @Tag("determinism")
    default void equalKeysGiveEqualBits() {
        UnitScores once = score(KEY);
        score(KEY.child("other"));
        assertThat(score(KEY)).isEqualTo(once);
    }

    /** Not all units of a layer are worth the same. */
    @Test
    default void scoresTellUnitsApart() {
        assertThat(score(KEY).byLayer())
                .allSatisfy((layer, found) -> assertThat(found).doesNotHaveDuplicates());
    }

    /** The hidden units in another order get their scores in that order. */
    @Test
    default void scoresMoveWithTheirUnits() {
        assumeTrue(followsUnits(), "scores go by position");
        int[] order = {2, 0, 4, 1, 3};
        List<Double> before = score(KEY).byLayer().get("3");
        assumeTrue(before != null, "the layer is not judged");
        try (Scope scope = Scope.open();
                Network network = network()) {
            permute(network, order);
            UnitScores scores = criterion().score(network, data(), KEY);
            List<Double> after = Objects.requireNonNull(scores.byLayer().get("3"));
            for (int unit = 0; unit < order.length; unit++) {
                double expected = before.get(order[unit]);
                assertThat(after.get(unit)).isCloseTo(expected, within(ROUNDING * Math.max(1, Math.abs(expected))));
            }
        }
    }

    /** Rows of both branches, and the columns of the layer that reads them. */
    private static void permute(Network network, int[] order) {
        Map<String, float[]> arrays = network.trained().toArrays();
        int units = order.length;
        float[] weight = Objects.requireNonNull(arrays.get("3/weight"));
        float[] bias = Objects.requireNonNull(arrays.get("3/bias"));
        float[] reader = Objects.requireNonNull(arrays.get("4/weight"));
        int row = weight.length / (2 * units);
        float[][] old = {weight.clone(), bias.clone(), reader.clone()};
        for (int unit = 0; unit < units; unit++) {
            for (int branch = 0; branch < 2 * units; branch += units) {
                System.arraycopy(old[0], (branch + order[unit]) * row, weight, (branch + unit) * row, row);
                bias[branch + unit] = old[1][branch + order[unit]];
            }
            for (int output = 0; output < reader.length; output += units) {
                reader[output + unit] = old[2][output + order[unit]];
            }
        }
        network.trained().assign(arrays);
    }

    /** Judging leaves the values as they are. */
    @Test
    default void theNetworkIsNotChanged() {
        try (Network network = network()) {
            Map<String, float[]> before = network.trained().toArrays();
            criterion().score(network, data(), KEY);
            network.trained()
                    .toArrays()
                    .forEach((name, values) ->
                            assertThat(values).as(name).isEqualTo(Objects.requireNonNull(before.get(name))));
        }
    }
}
