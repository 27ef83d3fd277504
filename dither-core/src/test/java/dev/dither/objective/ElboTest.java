package dev.dither.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.nn.Dense;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.nn.Posterior;
import dev.dither.nn.Residual;
import dev.dither.nn.VariationalDense;
import dev.dither.nn.ZeroMeanDense;
import dev.dither.optim.Schedule;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ElboTest {
    private static final RandomKey KEY = RandomKey.root(53);
    private static final LayerSpec LAYER = VariationalDense.of(3, Posterior.LAYER);

    private static Loss loss(Elbo elbo, LayerSpec... specs) {
        try (Network network = Network.build(Shape.of(4), List.of(specs), KEY)) {
            return elbo.loss(network, batch(), Pass.training(KEY.child("noise")));
        }
    }

    private static Batch batch() {
        return new Batch(Tensor.normal(KEY.child("x"), Shape.of(5, 4)), Tensor.ofLabels(new int[] {0, 1, 2, 1, 0}));
    }

    private static double term(Loss loss, String name) {
        return Objects.requireNonNull(loss.terms().get(name), name).item();
    }

    @Test
    void theDataTermIsTheCrossEntropyOfAllExamples() {
        try (Scope scope = Scope.open();
                Network network = Network.build(Shape.of(4), List.of(LAYER), KEY)) {
            double mean = CrossEntropy.plain()
                    .loss(network, batch(), Pass.training(KEY))
                    .total()
                    .item();
            Loss loss = Elbo.of(700).loss(network, batch(), Pass.training(KEY));
            assertThat(loss.terms()).containsOnlyKeys("data", "kl");
            assertThat(term(loss, "data")).isCloseTo(700 * mean, within(1e-3));
        }
    }

    @Test
    void divergencesOfAllLayersAreAdded() { // 12 weights, then 9 in each branch of a block
        try (Scope scope = Scope.open()) {
            LayerSpec square = VariationalDense.of(3, Posterior.WEIGHT);
            Loss loss = loss(Elbo.of(7).with(new Prior.Ard()), LAYER, new Residual(List.of(square), List.of(square)));
            assertThat(term(loss, "kl")).isCloseTo(30 * 0.5 * Math.log1p(Math.exp(5)), within(1e-3));
        }
    }

    @Test
    void theTotalWeighsTheDivergence() {
        try (Scope scope = Scope.open()) {
            Loss loss = loss(new Elbo(7, new Prior.LogUniform(), 0.25, Schedule.CONSTANT), LAYER);
            double expected = term(loss, "data") + 0.25 * term(loss, "kl");
            assertThat(loss.total().item()).isCloseTo(expected, within(1e-4));
            assertThat(term(loss, "kl")).isGreaterThan(1);
        }
    }

    @Test
    void weightsWithoutMeansAddNothing() {
        try (Scope scope = Scope.open()) {
            Loss alone = loss(Elbo.of(7), ZeroMeanDense.of(3));
            assertThat(term(alone, "kl")).isZero();
            assertThat(alone.total().item()).isEqualTo(term(alone, "data"));
            Loss both = loss(Elbo.of(7), LAYER, ZeroMeanDense.of(3));
            assertThat(term(both, "kl")).isEqualTo(term(loss(Elbo.of(7), LAYER), "kl"));
        }
    }

    @Test
    void aWarmUpRaisesTheFactorLinearly() {
        Elbo elbo = new Elbo(7, new Prior.Ard(), 0.5, Schedule.CONSTANT).warmedUp(10);
        assertThat(elbo.coefficient()).isEqualTo(0.5);
        assertThat(elbo.at(0, 100).coefficient()).isCloseTo(0.05, within(1e-15));
        assertThat(elbo.at(4, 100).coefficient()).isCloseTo(0.25, within(1e-15));
        assertThat(elbo.at(10, 100).coefficient()).isEqualTo(0.5);
        assertThat(Elbo.of(7).at(0, 100)).isEqualTo(Elbo.of(7));
    }

    @Test
    void theDrawOfThePriorHasAKeyOfItsOwn() { // two layers with equal keys would have equal draws
        try (Scope scope = Scope.open()) {
            Elbo elbo = Elbo.of(7).with(Prior.StudentT.PUBLISHED);
            double one = term(loss(elbo, VariationalDense.of(4, Posterior.LAYER)), "kl");
            double two = term(
                    loss(elbo, VariationalDense.of(4, Posterior.LAYER), VariationalDense.of(4, Posterior.LAYER)), "kl");
            assertThat(Math.abs(two - 2 * one)).isGreaterThan(1e-3);
        }
    }

    @Test
    void aNetworkWithoutRandomWeightsIsRefused() {
        try (Scope scope = Scope.open()) {
            assertThatThrownBy(() -> loss(Elbo.of(7), Dense.of(3)))
                    .hasMessage("elbo needs at least one layer of random weights, the pass has none;"
                            + " add a variational or zero-mean layer, or minimize the cross-entropy");
        }
    }

    @Test
    void badSettingsAreRefusedWithNameAndValue() {
        assertThatThrownBy(() -> Elbo.of(0)).hasMessage("elbo.examples must be at least 1, got 0");
        assertThatThrownBy(() -> new Elbo(7, new Prior.Ard(), Double.NaN, Schedule.CONSTANT))
                .hasMessage("elbo.coefficient must be finite and >= 0, got NaN");
    }
}
