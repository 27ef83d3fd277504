package dev.dither.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.predict.Ensemble;
import dev.dither.rng.RandomKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneThread.class)
class CourseTest {
    private static final Threat THREAT = new Threat(Norm.LINF, 1, Bounds.UNIT);
    private static final double STEP = 0.02;
    private static final int STEPS = 8;
    // 10 draws of 2 members make batches of 50: whole ones and a short one
    private static final Examples TEST =
            Victims.DIGITS.test().subset(IntStream.range(0, 130).toArray());
    private static final Goal GOAL = Goal.randomTargets(TEST.labels(), 10, Victims.ROOT.child("targets"));
    private static Network plain;
    private static Network noisy;

    @BeforeAll
    static void learn() {
        plain = Victims.learned(Victims.PLAIN);
        noisy = Victims.learned(Victims.NOISY);
    }

    @AfterAll
    static void forget() {
        plain.close();
        noisy.close();
    }

    private static Attacker attacker(Oracle victim, int steps) {
        return new Attacker(victim, ProjectedGradient.iterative(steps, STEP), THREAT, RandomKey.root(5));
    }

    /** An attack of t steps begins like one of eight. */
    @Test
    void successAfterEachStepIsThatOfAnAttackOfSoManySteps() {
        Course course = attacker(Oracle.mean(plain), STEPS).course(TEST, GOAL);
        List<Proportion> single = new ArrayList<>();
        for (int steps = 1; steps <= STEPS; steps++) {
            single.add(attacker(Oracle.mean(plain), steps).attack(TEST, GOAL).reached());
        }
        assertThat(course.reached().subList(1, STEPS + 1)).isEqualTo(single);
        assertThat(single.get(STEPS - 1).count())
                .as("examples that the steps bring over")
                .isGreaterThan(single.get(0).count() + TEST.size() / 4);
    }

    @Test
    void beforeTheFirstStepOnlyMistakesTowardsTheTargetCount() {
        Attacker still = attacker(Oracle.mean(plain), 1);
        Adversarial unmoved =
                new Attacker(still.victim(), still.attack(), THREAT.withRadius(0), still.root()).attack(TEST, GOAL);
        assertThat(still.course(TEST, GOAL).reached().get(0)).isEqualTo(unmoved.reached());
    }

    @Test
    void watchingChangesNothing() {
        Attacker drawing = attacker(Oracle.drawing(new Ensemble(List.of(noisy, plain)), 10), STEPS);
        Adversarial unwatched = drawing.attack(TEST, GOAL);
        Course course = drawing.course(TEST, GOAL);
        assertThat(course.end().outcomes()).isEqualTo(unwatched.outcomes());
        for (int i = 0; i < TEST.size(); i++) {
            assertThat(course.end().examples().features(i))
                    .isEqualTo(unwatched.examples().features(i));
        }
        assertThat(course.reached()).hasSize(STEPS + 1).endsWith(unwatched.reached());
    }

    @Test
    void attacksWithoutOneWayToGoAreRefused() {
        for (Attack attack : List.of(
                new FastGradientSign(),
                CarliniWagner.PUBLISHED,
                ProjectedGradient.of(3).withRestarts(2))) {
            Attacker attacker = new Attacker(Oracle.mean(plain), attack, THREAT, RandomKey.root(5));
            assertThatThrownBy(() -> attacker.course(TEST, GOAL))
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .hasLineCount(1)
                    .contains("projected gradient without restarts", attack.toString());
        }
    }
}
