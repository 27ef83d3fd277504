package dev.dither.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.data.DataSet;
import dev.dither.data.KnownData;
import dev.dither.tensor.Engine;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AbstainTest {
    private static final DataSet DIGITS = KnownData.DIGITS.load(Path.of("data"));
    private static List<Decision> decisions;

    @BeforeAll
    static void decide() {
        Engine.threads(1);
        decisions = Abstain.decisions(11, DIGITS);
    }

    @Test
    void someDigitsAreLeftToAHumanAndMostAreNot() {
        assertThat(decisions.stream().filter(d -> d.label().isEmpty()).count()).isBetween(25L, 250L);
    }

    @Test
    void answersAreRightMoreOftenThanForcedOnes() {
        List<Decision> answered =
                decisions.stream().filter(d -> d.label().isPresent()).toList();
        assertThat(accuracy(answered)).isGreaterThan(0.95).isGreaterThan(accuracy(decisions) + 0.03);
    }

    @Test
    void aDecisionIsReplayedBitByBitFromSeedKeyAndExample() {
        Decision old = decisions.get(42);
        assertThat(Abstain.replay(old, DIGITS)).isEqualTo(old);
    }

    @Test
    void anotherKeyGivesOtherBits() {
        Decision old = decisions.get(42);
        Decision other = new Decision(old.seed(), old.key() + 1, old.example(), old.probabilities());
        assertThat(Abstain.replay(other, DIGITS).probabilities()).isNotEqualTo(old.probabilities());
    }

    private static double accuracy(List<Decision> some) {
        return some.stream()
                .mapToInt(d -> mostProbable(d) == DIGITS.test().label(d.example()) ? 1 : 0)
                .average()
                .orElseThrow();
    }

    private static int mostProbable(Decision decision) {
        List<Double> p = decision.probabilities();
        return p.indexOf(p.stream().max(Double::compare).orElseThrow());
    }
}
