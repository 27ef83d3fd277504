package dev.dither.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.attack.ProjectedGradient.Start;
import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.objective.Batch;
import dev.dither.predict.Predictor;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneThread.class)
class ProjectedGradientTest {
    private static final float[] CORNER = {0.95f, 0.2f, 0.5f, 0.03f};
    private static final Examples TEST =
            Victims.DIGITS.test().subset(IntStream.range(0, 200).toArray());
    private static Network digits;

    @BeforeAll
    static void learn() {
        digits = Victims.learned(Victims.PLAIN);
    }

    @AfterAll
    static void forget() {
        digits.close();
    }

    @Test
    void theMaximumNormFindsTheBestCornerOfBallAndBox() { // from anywhere in the ball
        float[] moved = onLinear(ProjectedGradient.of(20), Norm.LINF, CORNER);
        for (int j = 0; j < 4; j++) {
            double best = Math.min(1, Math.max(0, CORNER[j] + 0.1 * Math.signum(Victims.W[j])));
            assertThat((double) moved[j]).as("feature %d", j).isCloseTo(best, within(1e-6));
        }
    }

    @Test
    void theEuclideanNormEndsWhereTheNormalLeavesTheBall() {
        float[] inside = {0.5f, 0.5f, 0.5f, 0.5f};
        float[] moved = onLinear(new ProjectedGradient(40, 0.5, Start.RANDOM, 1), Norm.L2, inside);
        double length = Math.sqrt(4 + 1 + 0.25 + 16);
        for (int j = 0; j < 4; j++) {
            double best = 0.5 + 0.1 * Victims.W[j] / length;
            assertThat((double) moved[j]).as("feature %d", j).isCloseTo(best, within(1e-6));
        }
    }

    private static float[] onLinear(Attack attack, Norm norm, float[] x) {
        try (Scope scope = Scope.open();
                Network network = Victims.linear()) {
            Threat threat = new Threat(norm, 0.1, Bounds.UNIT);
            Attempt attempt =
                    new Attempt(Oracle.mean(network), Victims.batch(x, 0), Goal.UNTARGETED, threat, Victims.ROOT);
            return attack.perturb(attempt).toFloats();
        }
    }

    @Test
    void oneWholeStepFromTheCleanExampleIsTheFastGradientSign() {
        for (Norm norm : Norm.values()) {
            double radius = norm == Norm.LINF ? 0.1 : 0.5;
            assertThat(features(ProjectedGradient.iterative(1, 1), norm, radius))
                    .isEqualTo(features(new FastGradientSign(), norm, radius));
        }
    }

    private static float[] features(Attack attack, Norm norm, double radius) {
        return attacked(attack, norm, radius).examples().features(7);
    }

    @Test
    void moreStepsReachAtLeastAsHighALoss() {
        for (Norm norm : Norm.values()) {
            double radius = norm == Norm.LINF ? 0.15 : 0.8;
            double single = loss(new FastGradientSign(), norm, radius);
            double few = loss(ProjectedGradient.iterative(5, 0.5), norm, radius);
            double many = loss(ProjectedGradient.iterative(40, 2.5 / 40), norm, radius);
            assertThat(few).as(norm.name()).isGreaterThan(1.02 * single);
            assertThat(many).as(norm.name()).isGreaterThan(0.999 * few);
        }
    }

    private static double loss(Attack attack, Norm norm, double radius) {
        Adversarial found = attacked(attack, norm, radius);
        try (Scope scope = Scope.open()) {
            Tensor x = Predictor.batch(found.examples(), 0, TEST.size());
            Batch batch = new Batch(x, Tensor.ofLabels(TEST.labels()));
            return Goal.UNTARGETED
                    .aim(batch)
                    .loss(Oracle.mean(digits).ask(x, Victims.ROOT))
                    .item();
        }
    }

    @Test
    void restartsKeepTheBestOfEachExample() {
        ProjectedGradient once = new ProjectedGradient(2, 0.4, Start.RANDOM, 1);
        long reachedOnce = attacked(once, Norm.LINF, 0.12).reached().count();
        long reachedByTen =
                attacked(once.withRestarts(10), Norm.LINF, 0.12).reached().count();
        assertThat(reachedByTen).isGreaterThan(reachedOnce);
    }

    @Test
    void startsAreDrawnFromTheKey() {
        ProjectedGradient attack = new ProjectedGradient(1, 1e-6, Start.RANDOM, 1);
        float[] one = features(attack, Norm.LINF, 0.1);
        assertThat(features(attack, Norm.LINF, 0.1)).isEqualTo(one);
        Attacker other =
                new Attacker(Oracle.mean(digits), attack, new Threat(Norm.LINF, 0.1, Bounds.UNIT), RandomKey.root(2));
        assertThat(other.attack(TEST).examples().features(7)).isNotEqualTo(one);
    }

    private static Adversarial attacked(Attack attack, Norm norm, double radius) {
        Threat threat = new Threat(norm, radius, Bounds.UNIT);
        return new Attacker(Oracle.mean(digits), attack, threat, Victims.ROOT).attack(TEST);
    }

    @Test
    void badSettingsAreRefusedWithNameAndValue() {
        assertThatThrownBy(() -> ProjectedGradient.of(0)).hasMessage("pgd.steps must be at least 1, got 0");
        assertThatThrownBy(() -> ProjectedGradient.of(1).withRestarts(0))
                .hasMessage("pgd.restarts must be at least 1, got 0");
        assertThatThrownBy(() -> ProjectedGradient.iterative(3, Double.NaN))
                .hasMessage("pgd.relativeStep must be positive and finite, got NaN");
        assertThatThrownBy(() -> ProjectedGradient.iterative(3, 0.1).withRestarts(2))
                .hasMessageContaining("pgd.restarts must be 1 when the start is clean");
    }
}
