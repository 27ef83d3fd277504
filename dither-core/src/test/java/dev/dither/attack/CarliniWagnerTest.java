package dev.dither.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneThread.class)
class CarliniWagnerTest {
    private static final CarliniWagner QUICK =
            CarliniWagner.PUBLISHED.withSteps(150).withLearningRate(0.05);
    private static final Examples TEST =
            Victims.DIGITS.test().subset(IntStream.range(0, 60).toArray());
    private static final double NORMAL = Math.sqrt(4 + 1 + 0.25 + 16);

    @Test
    void theSmallestPerturbationOfALinearNetworkIsTheDistanceToItsLine() {
        float[] x = {0.5f, 0.5f, 0.5f, 0.5f, 0.6f, 0.3f, 0.4f, 0.2f, 0.5f, 0.6f, 0.5f, 0.1f};
        int[] labels = {0, 0, 0};
        for (int i = 0; i < 3; i++) {
            labels[i] = Victims.side(x, i) > 0 ? 1 : 0;
        }
        float[] moved = onLinear(CarliniWagner.PUBLISHED.withSteps(1000), unlimited(4), x, labels);
        for (int i = 0; i < 3; i++) {
            double expected = Math.abs(Victims.side(x, i)) / NORMAL;
            assertThat(distance(x, moved, i)).as("example %d", i).isBetween(0.999 * expected, 1.01 * expected);
            assertThat(Victims.side(moved, i) > 0 ? 1 : 0).isNotEqualTo(labels[i]);
        }
    }

    @Test
    void confidenceAsksForMore() { // a margin of κ, so |w · x − 0.7| = κ on the other side
        float[] x = {0.5f, 0.5f, 0.5f, 0.5f};
        CarliniWagner sure = new CarliniWagner(1000, 1e-2, 0.5, 1e-3, 9);
        double found = distance(x, onLinear(sure, unlimited(4), x, 0), 0);
        double expected = (Math.abs(Victims.side(x, 0)) + 0.5) / NORMAL;
        assertThat(found).isBetween(0.999 * expected, 1.01 * expected);
    }

    @Test
    void examplesBeyondTheBudgetStayClean() {
        float[] x = {0.5f, 0.5f, 0.5f, 0.5f};
        double needed = Math.abs(Victims.side(x, 0)) / NORMAL;
        Threat less = new Threat(Norm.L2, 0.98 * needed, Bounds.UNIT);
        assertThat(onLinear(QUICK, less, x, 0)).isEqualTo(x);
        Threat more = new Threat(Norm.L2, 1.1 * needed, Bounds.UNIT);
        assertThat(Victims.side(onLinear(QUICK, more, x, 0), 0)).isPositive();
    }

    @Test
    void examplesThatAreWrongAlreadyHardlyMove() {
        float[] x = {0.5f, 0.5f, 0.5f, 0.5f};
        assertThat(distance(x, onLinear(QUICK, unlimited(4), x, 1), 0)).isCloseTo(0, within(1e-5));
    }

    @Test
    void everyImageOfAnUndefendedNetworkIsTurned() {
        try (Network network = Victims.learned(Victims.PLAIN)) {
            Attacker attacker = new Attacker(Oracle.mean(network), QUICK, unlimited(64), Victims.ROOT);
            Adversarial found = attacker.attack(TEST);
            assertThat(found.reached().count()).isEqualTo(TEST.size());
            assertThat(found.meanLength()).isBetween(0.05, 1.0);
            Judgement judged = new Judge(network, 1, Victims.ROOT).judge(found.examples());
            assertThat(judged.by(Judgement.Decision.MEAN).count()).isZero();
        }
    }

    @Test
    void everyTargetIsReached() {
        try (Network network = Victims.learned(Victims.PLAIN)) {
            Attacker attacker = new Attacker(Oracle.mean(network), QUICK, unlimited(64), Victims.ROOT);
            Goal.Targeted targets = Goal.randomTargets(TEST.labels(), 10, Victims.ROOT);
            Adversarial aimed = attacker.attack(TEST, targets);
            assertThat(aimed.reached().count()).isEqualTo(TEST.size());
            // a certain class is at least as far as the nearest one
            assertThat(aimed.meanLength()).isGreaterThan(attacker.attack(TEST).meanLength());
            int[] classes =
                    targets.targets().stream().mapToInt(Integer::intValue).toArray();
            Judgement judged =
                    new Judge(network, 1, Victims.ROOT).judge(aimed.examples().withLabels(classes));
            assertThat(judged.by(Judgement.Decision.MEAN).count()).isEqualTo(TEST.size());
        }
    }

    @Test
    void examplesAreSearchedEachForItself() { // though one of them ends its descents long before the other
        float[] both = {0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.6f, 0.5f, 0.1f};
        float[] together = onLinear(QUICK, unlimited(4), both, 0, 0);
        float[] alone = onLinear(QUICK, unlimited(4), new float[] {0.5f, 0.6f, 0.5f, 0.1f}, 0);
        for (int j = 0; j < 4; j++) {
            assertThat(together[4 + j]).isCloseTo(alone[j], within(1e-5f));
        }
    }

    @Test
    void anotherNormIsRefused() {
        Threat cube = new Threat(Norm.LINF, 0.1, Bounds.UNIT);
        assertThatThrownBy(() -> onLinear(QUICK, cube, new float[4], 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cw: the attack measures Euclidean distance, expected norm L2, got LINF");
    }

    @Test
    void badSettingsAreRefusedWithNameAndValue() {
        List<Runnable> bad = List.of(
                () -> new CarliniWagner(0, 1, 0, 1, 1),
                () -> new CarliniWagner(1, Double.NaN, 0, 1, 1),
                () -> new CarliniWagner(1, 1, -1, 1, 1),
                () -> new CarliniWagner(1, 1, 0, 0, 1),
                () -> new CarliniWagner(1, 1, 0, 1, 0));
        List<String> names = List.of("steps", "learningRate", "confidence", "initialCoefficient", "searches");
        for (int i = 0; i < bad.size(); i++) {
            assertThatThrownBy(bad.get(i)::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("cw." + names.get(i));
        }
    }

    private static Threat unlimited(long features) {
        return Threat.unlimited(Norm.L2, Bounds.UNIT, Shape.of(features));
    }

    private static double distance(float[] x, float[] moved, int example) {
        double sum = 0;
        for (int j = 4 * example; j < 4 * example + 4; j++) {
            sum += (moved[j] - x[j]) * (moved[j] - x[j]);
        }
        return Math.sqrt(sum);
    }

    private static float[] onLinear(CarliniWagner attack, Threat threat, float[] x, int... labels) {
        try (Scope scope = Scope.open();
                Network network = Victims.linear()) {
            Attempt attempt =
                    new Attempt(Oracle.mean(network), Victims.batch(x, labels), Goal.UNTARGETED, threat, Victims.ROOT);
            return attack.perturb(attempt).toFloats();
        }
    }
}
