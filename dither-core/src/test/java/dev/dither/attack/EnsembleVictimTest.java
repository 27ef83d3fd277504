package dev.dither.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dither.attack.Judgement.Decision;
import dev.dither.data.Examples;
import dev.dither.nn.Dense;
import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.objective.Batch;
import dev.dither.predict.Ensemble;
import dev.dither.predict.Inference;
import dev.dither.predict.Predictive;
import dev.dither.predict.Predictor;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link Ensemble} as a victim and before the judge. */
@ExtendWith(OneThread.class)
class EnsembleVictimTest {
    private static final RandomKey ROOT = RandomKey.root(13);
    private static final int N = 60;
    private static final Threat THREAT = new Threat(Norm.LINF, 0.1, Bounds.UNIT);

    private final List<Network> members = List.of(member(1), member(2), member(3));
    private final Ensemble ensemble = new Ensemble(members);

    @AutoClose
    final Scope scope = Scope.open();

    private static Network member(int seed) {
        return Network.build(Shape.of(4), List.of(Dense.of(3)), RandomKey.root(seed));
    }

    @AfterEach
    void close() {
        members.forEach(Network::close);
    }

    private static Examples examples() {
        float[] x = new float[N * 4];
        ROOT.child("x").fillUniform(x);
        int[] labels = new int[N];
        Arrays.setAll(labels, i -> i % 3);
        return Examples.ofFloats("x", new int[] {4}, x, labels, 3);
    }

    private static Batch batch() {
        Tensor x = Tensor.of(new float[] {0.1f, 0.5f, 0.3f, 0.8f, 0.9f, 0.2f, 0.6f, 0.4f}, Shape.of(2, 4));
        return new Batch(x, Tensor.ofLabels(new int[] {2, 0}));
    }

    private static float[] gradient(Oracle victim) {
        Attempt attempt = new Attempt(victim, batch(), Goal.UNTARGETED, THREAT, ROOT);
        return attempt.gradient(attempt.x(), attempt.aim(), ROOT).toFloats();
    }

    @Test
    void theGradientIsTheMeanOfThatOfTheMembers() {
        float[] found = gradient(Oracle.mean(ensemble));
        float[][] each =
                members.stream().map(member -> gradient(Oracle.mean(member))).toArray(float[][]::new);
        int against = 0;
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isCloseTo((each[0][i] + each[1][i] + each[2][i]) / 3, within(1e-6f));
            against += found[i] * each[0][i] < 0 ? 1 : 0;
        }
        // so an attack on one member alone would take other steps
        assertThat(against).isPositive();
    }

    @Test
    void membersAndDrawsAreCountedTogether() {
        assertThat(Oracle.drawing(ensemble, 4).draws()).isEqualTo(12);
        assertThat(Oracle.mean(ensemble).draws()).isEqualTo(3);
        Answer answer = Oracle.drawing(ensemble, 4).ask(batch().x(), ROOT);
        assertThat(answer.logits().shape()).isEqualTo(Shape.of(24, 3));
        assertThat(answer.scores().shape()).isEqualTo(Shape.of(2, 3));
    }

    /** From the probabilities of the members, counted by hand. */
    @Test
    void theJudgeAveragesAndCountsTheMembers() {
        int average = 0;
        int majority = 0;
        int all = 0;
        for (int i = 0; i < N; i++) {
            double[] mean = new double[3];
            int[] votes = new int[3];
            for (Network member : members) {
                double[] p = probabilities(member, i);
                for (int c = 0; c < 3; c++) {
                    mean[c] += p[c];
                }
                votes[best(p)]++;
            }
            int label = i % 3;
            average += best(mean) == label ? 1 : 0;
            majority += votes[label] >= 2 ? 1 : 0;
            all += votes[label] == 3 ? 1 : 0;
        }
        Judgement found = new Judge(ensemble, 2, ROOT).judge(examples());
        assertThat(found.draws()).isEqualTo(6);
        for (Decision same : List.of(Decision.MEAN, Decision.DRAW, Decision.AVERAGE)) {
            assertThat(found.by(same)).as("%s", same).isEqualTo(new Proportion(average, N));
        }
        assertThat(found.by(Decision.MAJORITY)).isEqualTo(new Proportion(majority, N));
        assertThat(found.by(Decision.ALL)).isEqualTo(new Proportion(all, N));
        assertThat(List.of(average, majority, all)).doesNotHaveDuplicates();
    }

    private static double[] probabilities(Network member, int example) {
        Tensor x = examples().gather(new int[] {example});
        return member.forward(x, Pass.mean()).toDouble().logSoftmax().exp().toDoubles();
    }

    private static int best(double[] values) {
        int best = values[1] > values[0] ? 1 : 0;
        return values[2] > values[best] ? 2 : best;
    }

    @Test
    void attacksMoveExamplesAwayFromWhatTheEnsembleSaysOfThem() {
        Predictive said = new Predictor(ensemble, new Inference.Mean(), ROOT).predict(examples());
        Examples right =
                examples().withLabels(IntStream.range(0, N).map(said::predicted).toArray());
        Attacker attacker = new Attacker(Oracle.mean(ensemble), ProjectedGradient.of(5), THREAT.withRadius(0.3), ROOT);
        Adversarial found = attacker.attack(right);
        Judge judge = new Judge(ensemble, 1, ROOT);
        assertThat(found.draws()).isEqualTo(3);
        assertThat(judge.judge(right).by(Decision.MEAN).count()).isEqualTo(N);
        assertThat(judge.judge(found.examples()).by(Decision.MEAN).count()).isLessThan(N / 2);
    }
}
