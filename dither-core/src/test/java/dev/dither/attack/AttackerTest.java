package dev.dither.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.attack.Adversarial.Outcome;
import dev.dither.attack.Judgement.Decision;
import dev.dither.data.DataSet;
import dev.dither.data.Examples;
import dev.dither.data.Standardization;
import dev.dither.nn.Network;
import dev.dither.rng.RandomKey;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneThread.class)
class AttackerTest {
    private static final Threat THREAT = new Threat(Norm.LINF, 0.1, Bounds.UNIT);
    private static final ProjectedGradient PGD = ProjectedGradient.of(3);
    // 8 draws make batches of 125: a whole one and a short one
    private static final Examples TEST =
            Victims.DIGITS.test().subset(IntStream.range(0, 160).toArray());
    private static Network noisy;

    @BeforeAll
    static void learn() {
        noisy = Victims.learned(Victims.NOISY);
    }

    @AfterAll
    static void forget() {
        noisy.close();
    }

    private static Adversarial attacked(Threat threat, long seed) {
        return new Attacker(Oracle.drawing(noisy, 8), PGD, threat, RandomKey.root(seed)).attack(TEST);
    }

    private static float[] features(Adversarial found) {
        float[] all = new float[TEST.size() * TEST.featureCount()];
        for (int i = 0; i < TEST.size(); i++) {
            found.examples().copyFeatures(i, all, i * TEST.featureCount());
        }
        return all;
    }

    @Test
    @Tag("determinism")
    void equalRootsReplayTheAttackBitByBit() {
        Adversarial once = attacked(THREAT, 1);
        Adversarial again = attacked(THREAT, 1);
        assertThat(features(again)).isEqualTo(features(once));
        assertThat(again.outcomes()).isEqualTo(once.outcomes());
        assertThat(features(attacked(THREAT, 2))).isNotEqualTo(features(once));
    }

    /** Random starts in a ball of radius 0 draw, but move nothing. */
    @Test
    @Tag("determinism")
    void theSeedOfTheAttackDoesNotMoveTheDrawsOfTheJudge() {
        Threat none = THREAT.withRadius(0);
        Judge judge = new Judge(noisy, 5, RandomKey.root(7));
        Judgement before = judge.judge(TEST);
        assertThat(judge.judge(attacked(none, 1).examples())).isEqualTo(before);
        assertThat(judge.judge(attacked(none, 2).examples())).isEqualTo(before);
        assertThat(new Judge(noisy, 5, RandomKey.root(8)).judge(TEST)).isNotEqualTo(before);
    }

    @Test
    void radiusZeroChangesNothing() {
        Adversarial found = attacked(THREAT.withRadius(0), 1);
        for (int i = 0; i < TEST.size(); i++) {
            assertThat(found.examples().features(i)).isEqualTo(TEST.features(i));
        }
        assertThat(found.outcomes()).allMatch(outcome -> outcome.linf() == 0 && outcome.l2() == 0);
    }

    @Test
    void outcomesTellTheDistancesOfTheirExamples() {
        Adversarial found = attacked(THREAT, 1);
        assertThat(found.outcomes()).hasSize(TEST.size());
        assertThat(found.draws()).isEqualTo(8);
        for (int i = 0; i < TEST.size(); i++) {
            float[] clean = TEST.features(i);
            float[] moved = found.examples().features(i);
            double squares = 0;
            double largest = 0;
            for (int j = 0; j < clean.length; j++) {
                double change = moved[j] - clean[j];
                squares += change * change;
                largest = Math.max(largest, Math.abs(change));
            }
            Outcome outcome = found.outcomes().get(i);
            assertThat(outcome.l2()).isCloseTo(Math.sqrt(squares), within(1e-5));
            assertThat(outcome.linf()).isCloseTo(largest, within(1e-7));
        }
    }

    @Test
    void labelsStayTheTrueOnes() {
        assertThat(attacked(THREAT, 1).examples().labels()).isEqualTo(TEST.labels());
    }

    @Test
    void successForTheAttackerIsErrorForTheMean() {
        Attacker onMean = new Attacker(Oracle.mean(noisy), PGD, THREAT, RandomKey.root(1));
        Adversarial found = onMean.attack(TEST);
        Judgement judged = new Judge(noisy, 1, RandomKey.root(1)).judge(found.examples());
        assertThat(found.reached().count())
                .isEqualTo(TEST.size() - judged.by(Decision.MEAN).count())
                .isGreaterThan(TEST.size() / 10);
    }

    @Test
    void standardizedDataAreRefused() {
        DataSet standardized = Standardization.fitAndApply(Victims.DIGITS);
        Attacker attacker = new Attacker(Oracle.mean(noisy), PGD, THREAT, RandomKey.root(1));
        assertThatThrownBy(() -> attacker.attack(standardized.test()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must lie in the bounds [0.0, 1.0]");
    }
}
