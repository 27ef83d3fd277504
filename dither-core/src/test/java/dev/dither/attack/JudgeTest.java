package dev.dither.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.attack.Judgement.Decision;
import dev.dither.data.Examples;
import dev.dither.nn.Dense;
import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.nn.StochasticDense;
import dev.dither.predict.Inference;
import dev.dither.predict.Predictor;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneThread.class)
class JudgeTest {
    private static final RandomKey ROOT = RandomKey.root(9);
    private static final int N = 90;
    private static final int DRAWS = 7;

    private static Examples examples() {
        float[] x = new float[N * 4];
        ROOT.child("x").fillUniform(x);
        int[] labels = new int[N];
        Arrays.setAll(labels, i -> i % 3);
        return Examples.ofFloats("x", new int[] {4}, x, labels, 3);
    }

    private static Network network() {
        return Network.build(Shape.of(4), List.of(StochasticDense.of(8, 1), Dense.of(3)), ROOT);
    }

    /** From the logits of the draws, counted by hand; 7 draws make batches of 71. */
    @Test
    void everyDecisionIsCountedFromItsDraws() {
        try (Network network = network()) {
            int[][] predicted = new int[N][];
            predict(network, 0, 71, predicted);
            predict(network, 71, 19, predicted);
            int one = 0;
            int all = 0;
            int majority = 0;
            for (int i = 0; i < N; i++) {
                int label = i % 3;
                long right = votes(predicted[i], label);
                one += predicted[i][0] == label ? 1 : 0;
                all += right == DRAWS ? 1 : 0;
                majority += right > Math.max(votes(predicted[i], (label + 1) % 3), votes(predicted[i], (label + 2) % 3))
                        ? 1
                        : 0;
            }
            Judgement found = new Judge(network, DRAWS, ROOT).judge(examples());
            assertThat(found.by(Decision.DRAW)).isEqualTo(new Proportion(one, N));
            assertThat(found.by(Decision.ALL)).isEqualTo(new Proportion(all, N));
            assertThat(found.by(Decision.MAJORITY)).isEqualTo(new Proportion(majority, N));
            // else the test could not tell them apart
            assertThat(List.of(one, all, majority)).doesNotHaveDuplicates();
        }
    }

    private static long votes(int[] predicted, int label) {
        return Arrays.stream(predicted).filter(p -> p == label).count();
    }

    private static void predict(Network network, int start, int count, int[][] predicted) {
        try (Scope scope = Scope.open()) {
            Tensor x = Predictor.batch(examples(), start, count);
            RandomKey key = ROOT.child(Stream.EVALUATION).child(start);
            float[] logits = network.forward(x, Pass.sampling(key), DRAWS).toFloats();
            for (int i = 0; i < count; i++) {
                predicted[start + i] = new int[DRAWS];
                for (int draw = 0; draw < DRAWS; draw++) {
                    int row = 3 * (draw * count + i);
                    int best = logits[row] > logits[row + 1] ? 0 : 1;
                    predicted[start + i][draw] = logits[row + 2] > logits[row + best] ? 2 : best;
                }
            }
        }
    }

    @Test
    void theMeanIsThatOfThePredictor() {
        try (Network network = network()) {
            double accuracy = new Predictor(network, new Inference.Mean(), ROOT)
                    .predict(examples())
                    .accuracy(examples().labels());
            Judgement found = new Judge(network, 2, ROOT).judge(examples());
            assertThat(found.by(Decision.MEAN).value()).isCloseTo(accuracy, within(1e-12));
        }
    }

    @Test
    void withoutNoiseAllDecisionsAgree() {
        try (Network network = Network.build(Shape.of(4), List.of(Dense.of(3)), ROOT)) {
            Judgement found = new Judge(network, 4, ROOT).judge(examples());
            assertThat(found.accuracy().values()).containsOnly(found.by(Decision.MEAN));
        }
    }

    @Test
    void aTieIsNoMajority() { // of two draws that disagree; so with two draws majority means all
        try (Network network = network()) {
            Judgement found = new Judge(network, 2, ROOT).judge(examples());
            assertThat(found.by(Decision.MAJORITY)).isEqualTo(found.by(Decision.ALL));
            assertThat(found.by(Decision.ALL)).isNotEqualTo(found.by(Decision.DRAW));
        }
    }

    @Test
    void noFigureIsReportedAlone() {
        assertThatThrownBy(() -> new Judgement(1, Map.of(Decision.MEAN, new Proportion(1, 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("judgement: expected all decisions, lacks DRAW");
    }

    @Test
    void badRequestsAreRefused() {
        try (Network network = network()) {
            assertThatThrownBy(() -> new Judge(network, 0, ROOT)).hasMessage("judge.draws must be at least 1, got 0");
            Judge judge = new Judge(network, 1, ROOT);
            assertThatThrownBy(() -> judge.judge(examples().subset(new int[0]))).hasMessage("judge: no examples in x");
        }
    }
}
