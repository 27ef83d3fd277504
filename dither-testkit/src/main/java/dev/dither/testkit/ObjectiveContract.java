package dev.dither.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.nn.Dense;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.nn.StochasticDense;
import dev.dither.objective.Batch;
import dev.dither.objective.Loss;
import dev.dither.objective.Objective;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every objective keeps: a finite scalar with named terms, the right gradient, randomness by key alone, no leaks. */
@ExtendWith(LeakCheck.class)
public interface ObjectiveContract {
    /** Root of the keys of these tests. */
    RandomKey KEY = RandomKey.root(3);

    /** Returns the objective to check. */
    Objective objective();

    /** Returns a network from vectors of 4 to what the objective judges, 3 classes by default, by one with a noise site. */
    default List<LayerSpec> network() {
        return List.of(StochasticDense.of(5, -1), Dense.of(3));
    }

    /** Returns six examples of 4 numbers; by default normal draws. */
    default Tensor inputs() {
        return Tensor.normal(KEY.child("inputs"), Shape.of(6, 4));
    }

    private void with(Consumer<Network> test) {
        try (Scope scope = Scope.open();
                Network network = Network.build(Shape.of(4), network(), KEY)) {
            test.accept(network);
        }
    }

    private Loss loss(Network network, Pass pass) {
        return objective().loss(network, new Batch(inputs(), labels()), pass);
    }

    private static Tensor labels() {
        return Tensor.ofLabels(new int[] {0, 1, 2, 2, 1, 0});
    }

    /** The total is one finite number, and every term has a name and is one finite number too. */
    @Test
    default void totalAndTermsAreFiniteScalars() {
        with(network -> {
            Loss loss = loss(network, Pass.training(KEY));
            assertThat(loss.total().shape().elements()).isEqualTo(1);
            assertThat(loss.total().finite()).isTrue();
            assertThat(loss.terms()).isNotEmpty();
            loss.terms().forEach((name, term) -> {
                assertThat(term.shape().elements()).as(name).isEqualTo(1);
                assertThat(term.finite()).as(name).isTrue();
            });
        });
    }

    /** By {@link GradientCheck}, in every parameter of the network, with frozen noise. */
    @Test
    default void gradientsAreDifferenceQuotients() {
        with(network -> {
            network.trained().all().forEach(Tensor::widen);
            Batch batch = new Batch(inputs().toDouble(), labels());
            GradientCheck.of(
                            () -> objective()
                                    .loss(network, batch, Pass.training(KEY))
                                    .total(),
                            network.parameters())
                    .run(KEY.child("directions"));
        });
    }

    /** Two losses of one pass are equal bit by bit. */
    @Test
    @Tag("determinism")
    default void equalKeysGiveEqualBits() {
        with(network -> {
            double once = loss(network, Pass.training(KEY)).total().item();
            loss(network, Pass.training(KEY.child("other")));
            assertThat(loss(network, Pass.training(KEY)).total().item()).isEqualTo(once);
        });
    }

    /** What a loss and its gradients make is gone when the scope around them is closed. */
    @Test
    default void aLossLeavesNothingAlive() {
        with(network -> {
            long before = Scope.liveTensors();
            try (Scope scope = Scope.open()) {
                Gradients.of(
                        loss(network, Pass.training(KEY)).total(),
                        network.trained().all());
            }
            assertThat(Scope.liveTensors()).isEqualTo(before);
        });
    }
}
