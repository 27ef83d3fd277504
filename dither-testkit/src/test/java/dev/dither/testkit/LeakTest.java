package dev.dither.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.nn.Dense;
import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.nn.StochasticDense;
import dev.dither.objective.Batch;
import dev.dither.objective.CrossEntropy;
import dev.dither.objective.MaxEntropy;
import dev.dither.optim.Adam;
import dev.dither.optim.OptimizerState;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.tensor.Engine;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class LeakTest {
    private static final RandomKey ROOT = RandomKey.root(10);
    private static final Adam ADAM = Adam.DEFAULT;

    private int threads;

    @BeforeEach
    void useOneThread() { // work this small only waits for a second one
        threads = Engine.threads();
        Engine.threads(1);
    }

    @AfterEach
    void useAllThreadsAgain() {
        Engine.threads(threads);
    }

    @Test
    void twoThousandStepsOfAStochasticNetworkLeaveNothingAlive() {
        try (Network network = Network.build(Shape.of(6), List.of(StochasticDense.of(8, -1), Dense.of(3)), ROOT);
                OptimizerState state = ADAM.init(network.trained())) {
            step(network, state, ROOT.child("first"));
            long before = Scope.liveTensors();
            for (int step = 1; step < 2_000; step++) {
                step(network, state, ROOT.child(Stream.TRAIN_NOISE).child(step));
                assertThat(Scope.liveTensors()).isEqualTo(before);
            }
        }
    }

    private static void step(Network network, OptimizerState state, RandomKey key) {
        CrossEntropy objective = CrossEntropy.plain().plus(MaxEntropy.forLabelNoise());
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.normal(key.child("x"), Shape.of(4, 6));
            Batch batch = new Batch(x, Tensor.ofLabels(new int[] {0, 1, 2, 0}));
            ADAM.step(
                    network.trained(),
                    state,
                    parameters -> Gradients.of(
                            objective
                                    .loss(network, batch, Pass.training(key.child("noise")))
                                    .total(),
                            parameters.all()),
                    1,
                    key.child("update"));
        }
    }
}
