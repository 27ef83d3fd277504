package dev.dither.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NoisyLabelsTest {
    private static final int[] CLEAN = {0, 0, 0, 0, 1, 1};
    private static final int[] GIVEN = {0, 1, 2, 0, 1, 0};

    @Test
    void labelsFromElsewhereHaveTheMeasuredMatrix() {
        NoisyLabels found = NoisyLabels.given(GIVEN, CLEAN, 3);
        assertThat(found.flips()).containsExactly(false, true, true, false, false, true);
        assertThat(found.flipCount()).isEqualTo(3);
        assertThat(found.labels()).isEqualTo(GIVEN);
        assertThat(found.clean()).isEqualTo(CLEAN);
        assertThat(found.transition().toArray())
                .isDeepEqualTo(new double[][] {{0.5, 0.25, 0.25}, {0.5, 0.5, 0}, {0, 0, 1}});
    }

    @Test
    void labelsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> NoisyLabels.given(GIVEN, new int[5], 3)).hasMessageContaining("expected 5");
        assertThatThrownBy(() -> NoisyLabels.given(GIVEN, CLEAN, 2))
                .hasMessage("label of example 2 must be in 0 … 1, got 2");
    }
}
