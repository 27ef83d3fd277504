package dev.dither.continual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.continual.Replayed.Memory;
import dev.dither.data.Examples;
import dev.dither.nn.Dense;
import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.objective.Batch;
import dev.dither.objective.CrossEntropy;
import dev.dither.objective.L2;
import dev.dither.objective.Loss;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplayedTest {
    private static final Examples FRESH = Rows.examples(5, 3);
    private static final Examples OLD = Rows.examples(3, 4);
    private static final CrossEntropy BASE = CrossEntropy.plain().plus(new L2(0.1));

    private static Network network(long seed) {
        return Network.build(Shape.of(Rows.FEATURES), List.of(Dense.of(Rows.CLASSES)), Rows.ROOT.child(seed));
    }

    private static Batch batch(Examples examples) {
        int[] all = IntStream.range(0, examples.size()).toArray();
        return new Batch(examples.gather(all), Tensor.ofLabels(examples.labels()));
    }

    private static double nll(Network network, Examples examples) {
        return CrossEntropy.plain()
                .loss(network, batch(examples), Pass.mean())
                .total()
                .item();
    }

    private static Loss loss(Replayed objective, Network network) {
        return objective.loss(network, batch(FRESH), Pass.mean());
    }

    @Test
    void rememberedExamplesCountLikeThoseOfTheBatchAndPenaltiesOnce() {
        try (Scope scope = Scope.open();
                Network network = network(1)) {
            Loss found = loss(Replayed.of(BASE, OLD, 100), network);
            double nll = (5 * nll(network, FRESH) + 3 * nll(network, OLD)) / 8;
            double l2 = found.terms().get("l2").item();
            assertThat(found.terms().get("nll").item()).isCloseTo(nll, within(1e-6));
            assertThat(found.total().item()).isCloseTo(nll + 0.1 * l2, within(1e-6));
        }
    }

    @Test
    void aMemoryWithAHeadIsPredictedByIt() {
        try (Scope scope = Scope.open();
                Network network = network(1);
                Network other = network(2)) {
            Memory memory = new Memory(Optional.of(other), OLD);
            Loss found = loss(new Replayed(CrossEntropy.plain(), List.of(memory), 100), network);
            double nll = (5 * nll(network, FRESH) + 3 * nll(other, OLD)) / 8;
            assertThat(found.total().item()).isCloseTo(nll, within(1e-6));
        }
    }

    @Test
    void memoriesOfNothingAreRefused() {
        assertThatThrownBy(() -> new Replayed(BASE, List.of(), 1))
                .hasMessageContaining("replay.memories must be at least 1");
        assertThatThrownBy(() -> Replayed.of(BASE, OLD.subset(new int[0]), 1))
                .hasMessage("memory.examples must be at least 1, got 0");
    }
}
