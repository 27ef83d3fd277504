package dev.dither.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.predict.Predictive;
import dev.dither.rng.RandomKey;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MemorizationTest {
    // classes 0 to 3; labels of 0 become 1, of 1 become 2, of 2 become 3, of 3 become 0, where flipped
    private static final int[] CLEAN = {0, 0, 1, 1, 2, 2, 3, 3, 0, 1};
    private static final NoisyLabels ALL_WRONG = new Pairwise(1).corrupt(CLEAN, 4, RandomKey.root(1));
    private static final NoisyLabels ALL_RIGHT = new Pairwise(0).corrupt(CLEAN, 4, RandomKey.root(1));

    @Test
    void wrongLabelsAreMemorizedRecoveredOrNeither() { // 5 given labels, 3 true classes, 2 others
        int[] predicted = {1, 1, 2, 2, 3, 2, 3, 3, 2, 3};
        Memorization found = Memorization.of(sureOf(predicted), ALL_WRONG);
        assertThat(found.memorized()).isCloseTo(0.5, within(1e-15));
        assertThat(found.recovered()).isCloseTo(0.3, within(1e-15));
        assertThat(found.clean()).isNaN();
    }

    @Test
    void rightLabelsCountApart() {
        int[] predicted = {0, 0, 1, 1, 2, 2, 3, 3, 3, 3};
        Memorization found = Memorization.of(sureOf(predicted), ALL_RIGHT);
        assertThat(found.clean()).isCloseTo(0.8, within(1e-15));
        assertThat(found.memorized()).isNaN();
        assertThat(found.recovered()).isNaN();
    }

    @Test
    void aNetworkThatRepeatsItsLabelsHasMemorizedAllAndRecoveredNothing() {
        int[] clean = new int[500];
        Arrays.setAll(clean, i -> i % 4);
        NoisyLabels noisy = new Symmetric(0.3).corrupt(clean, 4, RandomKey.root(2));
        assertThat(noisy.flipCount()).isBetween(100, 200);
        assertThat(Memorization.of(sureOf(noisy.labels()), noisy)).isEqualTo(new Memorization(1, 0, 1));
        assertThat(Memorization.of(sureOf(clean), noisy)).isEqualTo(new Memorization(0, 1, 1));
    }

    @Test
    void predictionsForOtherExamplesAreRefused() {
        assertThatThrownBy(() -> Memorization.of(sureOf(0, 1), ALL_WRONG))
                .hasMessage("memorization: expected predictions for 10 examples, got 2");
    }

    private static Predictive sureOf(int... predicted) {
        double[][] probabilities = new double[predicted.length][4];
        for (int i = 0; i < predicted.length; i++) {
            probabilities[i][predicted[i]] = 1;
        }
        return Predictive.of(probabilities);
    }
}
