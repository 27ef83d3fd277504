package dev.dither.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.predict.Predictive;
import org.junit.jupiter.api.Test;

class SuspicionTest {
    private static final Predictive FOUND = Predictive.of(
            new double[][] {{0.75, 0.25, 0}, {0.5, 0.25, 0.25}, {0.125, 0.5, 0.375}, {0.125, 0.125, 0.75}});
    private static final int[] GIVEN = {0, 2, 0, 1};

    @Test
    void scoresAreThoseOfTheirFormula() {
        assertThat(Suspicion.LIKELIHOOD.scores(FOUND, GIVEN)).containsExactly(-0.75, -0.25, -0.125, -0.125);
        assertThat(Suspicion.DISAGREEMENT.scores(FOUND, GIVEN)).containsExactly(0, 0.25, 0.375, 0.625);
        assertThat(Suspicion.STDDEV.scores(FOUND, GIVEN)).containsOnly(0);
    }

    @Test
    void theMostSuspiciousComesFirstAndEqualsKeepTheirOrder() {
        assertThat(Suspicion.LIKELIHOOD.ranked(FOUND, GIVEN))
                .containsExactly(
                        new Suspect(2, 0, 1, -0.125),
                        new Suspect(3, 1, 2, -0.125),
                        new Suspect(1, 2, 0, -0.25),
                        new Suspect(0, 0, 0, -0.75));
        assertThat(Suspicion.DISAGREEMENT.ranked(FOUND, GIVEN))
                .extracting(Suspect::row)
                .containsExactly(3, 2, 1, 0);
    }

    @Test
    void labelsOfOtherExamplesAreRefused() {
        assertThatThrownBy(() -> Suspicion.DISAGREEMENT.ranked(FOUND, new int[3]))
                .hasMessage("suspicion: expected labels of 4 examples, got 3");
    }
}
