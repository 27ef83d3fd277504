package dev.dither.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.nn.Networks;
import dev.dither.nn.Parameters;
import dev.dither.nn.Pass;
import dev.dither.nn.Trace;
import dev.dither.optim.Optimizer;
import dev.dither.optim.OptimizerState;
import dev.dither.optim.Sgd;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CrossEntropyTest {
    private static final Penalty ENTROPY = MaxEntropy.forLabelNoise();
    private static final List<LayerSpec> STOCHASTIC = Networks.stochasticMlp(List.of(5), 3, 1, -5);
    private static final List<LayerSpec> PLAIN = Networks.stochasticMlp(List.of(5), 3, 0, -5);

    @Test
    void everyPenaltyIsReportedUnderItsNameWithoutItsCoefficient() {
        try (Scope scope = Scope.open()) {
            Loss loss = loss(STOCHASTIC, CrossEntropy.plain().plus(ENTROPY).plus(new L2(0.5)));
            assertThat(loss.terms()).containsOnlyKeys("nll", "penalty", "l2");
            double expected = term(loss, "nll") + 0.01 * term(loss, "penalty") + 0.5 * term(loss, "l2");
            assertThat(loss.total().item()).isCloseTo(expected, within(1e-5));
            assertThat(term(loss, "penalty")).isPositive();
        }
    }

    @Test
    void penaltiesOfOneNameAreAdded() {
        try (Scope scope = Scope.open()) {
            Loss one = loss(PLAIN, CrossEntropy.plain().plus(new L2(0.5)));
            Loss two = loss(PLAIN, CrossEntropy.plain().plus(new L2(0.5)).plus(new L2(0.25)));
            assertThat(term(two, "l2")).isCloseTo(2 * term(one, "l2"), within(1e-5));
            assertThat(two.total().item()).isCloseTo(term(one, "nll") + 0.75 * term(one, "l2"), within(1e-5));
        }
    }

    @Test
    void noPenaltyTakesTheNameOfTheLikelihood() {
        record Misnamed(String name, double coefficient) implements Penalty {
            @Override
            public Tensor value(Trace trace, Parameters parameters) {
                return Tensor.full(0, Shape.of());
            }
        }

        CrossEntropy plain = CrossEntropy.plain();
        assertThatThrownBy(() -> plain.plus(new Misnamed("nll", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nll");
    }

    @Test
    void withoutPenaltiesTheTotalIsTheLikelihood() {
        try (Scope scope = Scope.open()) {
            Loss loss = loss(STOCHASTIC, CrossEntropy.plain());
            assertThat(loss.terms()).containsOnlyKeys("nll");
            assertThat(loss.total().item()).isEqualTo(term(loss, "nll"));
        }
    }

    @Test
    void maxEntropyOfANetworkWithoutNoiseIsRefused() {
        try (Scope scope = Scope.open()) {
            CrossEntropy objective = CrossEntropy.plain().plus(ENTROPY);
            assertThatThrownBy(() -> loss(PLAIN, objective))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("noise site");
        }
    }

    @Test
    void l2IsHalfTheSumOfSquares() {
        try (Scope scope = Scope.open()) {
            Parameters parameters = new Parameters(Map.of(
                    "a", Tensor.of(new float[] {1, -2}, Shape.of(2)), "b", Tensor.of(new float[] {3}, Shape.of(1))));
            assertThat(new L2(7).value(new Trace(), parameters).item()).isCloseTo(7, within(1e-6));
        }
    }

    @Test
    void l2MovesParametersLikeWeightDecayOfItsCoefficient() {
        Sgd plain = Sgd.of(0.1, 0.9);
        float[] decayed = trained(CrossEntropy.plain(), plain.withWeightDecay(0.3));
        float[] penalized = trained(CrossEntropy.plain().plus(new L2(0.3)), plain);
        float[] free = trained(CrossEntropy.plain(), plain);
        for (int i = 0; i < decayed.length; i++) {
            assertThat(penalized[i]).isCloseTo(decayed[i], within(1e-6f));
        }
        assertThat(free[0]).isNotCloseTo(decayed[0], within(1e-4f));
    }

    @Test
    void badCoefficientsAreRefused() {
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new L2(bad)).hasMessage("l2.coefficient must be finite and >= 0, got " + bad);
        }
    }

    /** Returns the first weights after three steps. */
    private static float[] trained(Objective objective, Optimizer optimizer) {
        try (Scope scope = Scope.open()) {
            Network network = network(PLAIN);
            try (OptimizerState state = optimizer.init(network.trained())) {
                for (int step = 0; step < 3; step++) {
                    optimizer.step(
                            network.trained(),
                            state,
                            p -> Gradients.of(
                                    objective.loss(network, batch(), pass()).total(), p.all()),
                            1,
                            RandomKey.root(step));
                }
            }
            return network.trained().byName().get("1/weight").toFloats();
        }
    }

    private static Loss loss(List<LayerSpec> specs, Objective objective) {
        return objective.loss(network(specs), batch(), pass());
    }

    private static Network network(List<LayerSpec> specs) {
        return Network.build(Shape.of(4), specs, RandomKey.root(5));
    }

    private static Pass pass() {
        return Pass.training(RandomKey.root(6));
    }

    private static Batch batch() {
        Tensor x = Tensor.normal(RandomKey.root(7), Shape.of(6, 4));
        return new Batch(x, Tensor.ofLabels(new int[] {0, 1, 2, 0, 1, 2}));
    }

    private static double term(Loss loss, String name) {
        return loss.terms().get(name).item();
    }
}
