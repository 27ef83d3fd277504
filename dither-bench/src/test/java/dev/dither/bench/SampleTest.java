package dev.dither.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {
    @Test
    void medianOfAnOddNumberIsTheMiddleValue() {
        assertThat(new Sample(List.of(9.0, 1.0, 2.0)).median()).isEqualTo(2);
    }

    @Test
    void medianOfAnEvenNumberIsTheMeanOfTheMiddleValues() {
        assertThat(new Sample(List.of(9.0, 1.0, 2.0, 4.0)).median()).isEqualTo(3);
    }

    @Test
    void ratioIsTakenRoundByRound() {
        Sample ratio = new Sample(List.of(2.0, 8.0, 3.0)).over(new Sample(List.of(1.0, 2.0, 6.0)));
        assertThat(ratio.values()).containsExactly(2.0, 4.0, 0.5);
        assertThat(ratio.least()).isEqualTo(0.5);
        assertThat(ratio.greatest()).isEqualTo(4);
    }

    @Test
    void refusesRatiosOfDifferentRounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sample(List.of(1.0)).over(new Sample(List.of(1.0, 2.0))))
                .withMessage("samples of equal rounds expected, got 1 and 2");
    }
}
