package dev.dither.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.nn.Parameters;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GroupedTest {
    private static final List<String> NAMES = List.of("0/weight", "0/bias", "1/weight", "1/bias");
    private static final double[] FACTORS = {1, 0.5, 0.25};

    static Stream<Rule> rules() {
        return Stream.of(
                Sgd.of(0.1, 0).withWeightDecay(0.3),
                Sgd.of(0.1, 0.9).withWeightDecay(0.3),
                new Sgd(0.1, 0.9, 0.3, Sgd.Convention.CAFFE, false),
                new Adam(0.1, 0.9, 0.999, 1e-8, 0.3, true, false),
                new Adam(0.1, 0.9, 0.999, 1e-8, 0.3, false, true),
                new Adagrad(0.1, 0.1, 1e-10, 0.3));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void withoutGroupsTheBitsAreThoseOfTheRule(Rule rule) {
        double[] expected = Quadratic.run(rule, FACTORS);
        assertThat(Quadratic.run(Grouped.of(rule), NAMES, FACTORS))
                .hasSize(NAMES.size())
                .allSatisfy((name, values) -> assertThat(values).isEqualTo(expected));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void caffeBiasesMoveAtTwiceTheRateWithoutDecay(Rule rule) { // doubling is exact
        double[] twice = {2, 1, 0.5};
        double[] biases = Quadratic.run(rule.withWeightDecay(0), twice);
        Map<String, double[]> found = Quadratic.run(Grouped.of(rule, ParameterGroup.CAFFE_BIASES), NAMES, FACTORS);
        double[] weights = Quadratic.run(rule, FACTORS);
        assertThat(biases).isNotEqualTo(weights);
        assertThat(found.get("0/weight")).isEqualTo(weights);
        assertThat(found.get("1/weight")).isEqualTo(weights);
        assertThat(found.get("0/bias")).isEqualTo(biases);
        assertThat(found.get("1/bias")).isEqualTo(biases);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aGroupOfRateZeroKeepsItsBitsWhateverItsGradient(Rule rule) {
        Grouped grouped = Grouped.of(rule, new ParameterGroup("0/.*", 0, 1));
        try (Scope scope = Scope.open()) {
            Parameters parameters = Quadratic.parameters(NAMES);
            try (OptimizerState state = grouped.init(parameters)) {
                GradientOracle notNumbers = p -> p.all().stream()
                        .map(t -> Tensor.full(Double.NaN, t.shape()))
                        .toList();
                grouped.step(parameters, state, notNumbers, 1, Quadratic.KEY);
            }
            Map<String, double[]> found = Quadratic.values(parameters);
            assertThat(found.get("0/weight")).isEqualTo(Quadratic.START);
            assertThat(found.get("0/bias")).isEqualTo(Quadratic.START);
            assertThat(found.get("1/weight")).containsOnly(Double.NaN);
        }
    }

    @Test
    void theFirstMatchingGroupWins() {
        Grouped grouped =
                Grouped.of(Sgd.of(0.1, 0), new ParameterGroup("1/bias", 0, 0), new ParameterGroup(".*bias", 2, 0));
        Map<String, double[]> found = Quadratic.run(grouped, NAMES, 1);
        assertThat(found.get("1/bias")).isEqualTo(Quadratic.START);
        assertThat(found.get("0/bias")).isEqualTo(Quadratic.run(Sgd.of(0.1, 0), 2));
    }

    @Test
    void everyParameterMayHaveAGroup() {
        Grouped grouped = Grouped.of(Sgd.of(0.1, 0.9), new ParameterGroup(".*", 2, 1));
        assertThat(Quadratic.run(grouped, NAMES, 1).get("0/weight")).isEqualTo(Quadratic.run(Sgd.of(0.1, 0.9), 2));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void resumedMemoryGivesTheBitsOfAnUninterruptedRun(Rule rule) {
        Grouped grouped = Grouped.of(rule, ParameterGroup.CAFFE_BIASES);
        double[] whole = Quadratic.run(grouped, NAMES, FACTORS).get("0/bias");
        try (Scope scope = Scope.open()) {
            Parameters parameters = Quadratic.parameters(NAMES);
            try (OptimizerState before = grouped.init(parameters);
                    OptimizerState after = grouped.init(parameters)) {
                Quadratic.steps(grouped, parameters, before, FACTORS[0], FACTORS[1]);
                after.assign(before.steps(), before.toArrays());
                assertThat(after.steps()).isEqualTo(2);
                Quadratic.steps(grouped, parameters, after, FACTORS[2]);
            }
            assertThat(Quadratic.values(parameters).get("0/bias")).isEqualTo(whole);
        }
    }

    @Test
    void theGradientIsAskedForOnceAStep() {
        int[] asked = {0};
        Grouped grouped = Grouped.of(Sgd.of(0.1, 0), ParameterGroup.CAFFE_BIASES);
        try (Scope scope = Scope.open()) {
            Parameters parameters = Quadratic.parameters(NAMES);
            try (OptimizerState state = grouped.init(parameters)) {
                GradientOracle counting = p -> {
                    asked[0]++;
                    return p.all().stream().map(Tensor::copy).toList();
                };
                grouped.step(parameters, state, counting, 1, Quadratic.KEY);
            }
        }
        assertThat(asked[0]).isEqualTo(1);
    }

    @Test
    void aPatternWithoutParametersIsRefused() {
        Grouped grouped = Grouped.of(Sgd.of(0.1, 0), new ParameterGroup("2/.*", 2, 1));
        assertThatThrownBy(() -> Quadratic.run(grouped, NAMES, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("2/.*", "0/weight");
    }

    @Test
    void badGroupsAreRefusedWithNameAndValue() {
        assertThatThrownBy(() -> new ParameterGroup(".*", Double.NaN, 1))
                .hasMessage("group.learningRateFactor must be finite and >= 0, got NaN");
        assertThatThrownBy(() -> new ParameterGroup(".*", 1, -1)).hasMessageContaining("group.weightDecayFactor");
        assertThatThrownBy(() -> new ParameterGroup("(", 1, 1)).hasMessageContaining("group.pattern");
    }
}
