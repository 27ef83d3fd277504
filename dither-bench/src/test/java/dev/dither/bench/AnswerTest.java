package dev.dither.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class AnswerTest {
    @Test
    void readsNumbersAndStrings() {
        Answer answer = Answer.parse("{\"units\": 300, \"seconds\": 1.5e-05, \"blas\": \"OpenBLAS 0.3.21 , {x}\"}");
        assertThat(answer.number("units")).isEqualTo(300);
        assertThat(answer.number("seconds")).isEqualTo(1.5e-5);
        assertThat(answer.text("blas")).isEqualTo("OpenBLAS 0.3.21 , {x}");
    }

    @Test
    void refusesALineThatIsNoObject() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Answer.parse("Segmentation fault"))
                .withMessage("a line of JSON was expected from the child, got: Segmentation fault");
    }

    @Test
    void refusesAnObjectThatIsCutOff() {
        assertThatIllegalArgumentException().isThrownBy(() -> Answer.parse("{\"units\": 300, \"seco"));
    }

    @Test
    void namesWhatIsMissing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Answer.parse("{\"units\": 300}").number("seconds"))
                .withMessageContaining("did not answer seconds");
    }
}
