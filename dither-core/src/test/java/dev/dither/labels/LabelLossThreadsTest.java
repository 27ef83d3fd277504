package dev.dither.labels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.objective.AsGiven;
import dev.dither.objective.LabelLoss;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Engine;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** 15,001 examples of three classes: 45,003 elements, more than the engine leaves to one thread, and no multiple of a vector. */
@Tag("determinism")
class LabelLossThreadsTest {
    private static final int EXAMPLES = 15_001;

    @AfterEach
    void allThreadsAgain() {
        Engine.threads(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void lossesOfLabelsHaveEqualBitsForOneTwoAndThreeThreads() {
        for (LabelLoss loss : List.of(
                new AsGiven(),
                SoftBootstrap.DEFAULT,
                HardBootstrap.DEFAULT,
                new ForwardCorrection(LogitsCase.NOISE),
                new BackwardCorrection(LogitsCase.NOISE))) {
            float[] one = valueAndSlopes(loss, 1);
            for (int threads = 2; threads <= 3; threads++) {
                assertThat(Arrays.mismatch(valueAndSlopes(loss, threads), one))
                        .as("first difference of %s", loss)
                        .isEqualTo(-1);
            }
        }
    }

    private static float[] valueAndSlopes(LabelLoss loss, int threads) {
        Engine.threads(threads);
        try (Scope scope = Scope.open()) {
            Tensor logits = Tensor.normal(RandomKey.root(5), Shape.of(EXAMPLES, 3))
                    .times(4)
                    .variable();
            int[] labels = RandomKey.root(6).permutation(EXAMPLES);
            Arrays.setAll(labels, i -> labels[i] % 3);
            Tensor value = loss.mean(logits.logSoftmax(), Tensor.ofLabels(labels));
            float[] slopes = Gradients.of(value, List.of(logits)).get(0).toFloats();
            float[] found = Arrays.copyOf(slopes, slopes.length + 1);
            found[slopes.length] = (float) value.item();
            return found;
        }
    }
}
