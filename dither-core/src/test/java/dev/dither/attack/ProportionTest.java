package dev.dither.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ProportionTest {
    /** By scipy.stats.binomtest(k, n).proportion_ci(method="wilson"). */
    @Test
    void intervalsAreWilsons() {
        requireInterval(new Proportion(5, 8), 0.3057423946026273, 0.8631557141764027);
        requireInterval(new Proportion(0, 10), 0, 0.27753279986288926);
        requireInterval(new Proportion(10, 10), 0.7224672001371109, 1);
        requireInterval(new Proportion(873, 1000), 0.8509252474282143, 0.8922199907415616);
    }

    private static void requireInterval(Proportion proportion, double lower, double upper) {
        assertThat(proportion.lower()).isCloseTo(lower, within(1e-12));
        assertThat(proportion.upper()).isCloseTo(upper, within(1e-12));
    }

    @Test
    void textHasTheIntervalWithTheFigure() {
        assertThat(new Proportion(5, 8)).hasToString("62.5 % (30.6 to 86.3)");
    }

    @Test
    void differencesCountBeyondChanceAndSlack() { // standard error of 0.6 − 0.5 out of 100 each: 0.07
        assertThat(new Proportion(60, 100).clearlyAbove(new Proportion(50, 100), 0))
                .isFalse();
        assertThat(new Proportion(62, 100).clearlyAbove(new Proportion(50, 100), 0))
                .isTrue();
        assertThat(new Proportion(62, 100).clearlyAbove(new Proportion(50, 100), 0.05))
                .isFalse();
        assertThat(new Proportion(50, 100).clearlyAbove(new Proportion(62, 100), 0))
                .isFalse();
        assertThat(new Proportion(0, 100).clearlyAbove(new Proportion(0, 100), 0))
                .isFalse();
    }

    @Test
    void countsThatAreNoneAreRefused() {
        assertThatThrownBy(() -> new Proportion(3, 2)).hasMessage("proportion.count must be in 0 … 2, got 3");
        assertThatThrownBy(() -> new Proportion(-1, 2)).hasMessage("proportion.count must be in 0 … 2, got -1");
        assertThatThrownBy(() -> new Proportion(0, 0)).hasMessage("proportion.of must be at least 1, got 0");
    }
}
