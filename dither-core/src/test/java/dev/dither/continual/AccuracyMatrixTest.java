package dev.dither.continual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Figures computed by hand from the formulas of the two papers. */
class AccuracyMatrixTest {
    private static final AccuracyMatrix THREE =
            AccuracyMatrix.EMPTY.plus(List.of(0.9)).plus(List.of(0.95, 0.8)).plus(List.of(0.6, 0.7, 0.85));

    @Test
    void averageIsOverTheTasksSeen() {
        assertThat(THREE.average(0)).isEqualTo(0.9);
        assertThat(THREE.average(1)).isCloseTo(0.875, within(1e-12)); // (0.95 + 0.8) / 2
        assertThat(THREE.average()).isCloseTo(2.15 / 3, within(1e-12)); // (0.6 + 0.7 + 0.85) / 3
    }

    @Test
    void forgettingIsFromTheBestBefore() {
        // ((0.95 - 0.6) + (0.8 - 0.7)) / 2
        assertThat(THREE.forgetting()).isCloseTo(0.225, within(1e-12));
    }

    @Test
    void backwardTransferIsFromWhenATaskWasLearned() {
        // ((0.6 - 0.9) + (0.7 - 0.8)) / 2
        assertThat(THREE.backwardTransfer()).isCloseTo(-0.2, within(1e-12));
    }

    @Test
    void aTaskThatGotBetterIsNegativeForgetting() {
        AccuracyMatrix better = AccuracyMatrix.EMPTY.plus(List.of(0.5)).plus(List.of(0.75, 0.5));
        assertThat(better.forgetting()).isEqualTo(-0.25);
        assertThat(better.backwardTransfer()).isEqualTo(0.25);
    }

    @Test
    void oneTaskHasNothingToForget() {
        AccuracyMatrix one = AccuracyMatrix.EMPTY.plus(List.of(0.5));
        assertThatThrownBy(one::forgetting)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("forgetting needs at least 2 tasks that are learned, there are 1");
    }

    @Test
    void rowsOfAnotherLengthOrBeyondTheRangeAreRefused() {
        assertThatThrownBy(() -> THREE.plus(List.of(0.1)))
                .hasMessageContaining("row 3 must have the accuracies on 4 tasks");
        assertThatThrownBy(() -> AccuracyMatrix.EMPTY.plus(List.of(Double.NaN)))
                .hasMessageContaining("row 0 must have accuracies in [0, 1]");
    }
}
