package dev.dither.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpeedupTest {
    @Test
    void doubtSaysWhatIsLeft() {
        assertThat(new Speedup(0.0266, 0.81).doubt(1))
                .contains("Multiplications did not become time in batches of 1: 2.7 % of the multiplications are left,"
                        + " and 81 % of the time.");
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0.54, false", "0.1, 0.56, true", "0.9, 1, true", "0.5, 0.5, false", "0.5, NaN, true"})
    void lessThanHalfOfTheSavingIsDoubted(double flops, double time, boolean doubted) {
        assertThat(new Speedup(flops, time).doubt(128).isPresent()).isEqualTo(doubted);
    }
}
