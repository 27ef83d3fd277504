package dev.dither.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

class AnyThreadsTest {
    @Test
    void whatDependsOnTheThreadsIsRejected() {
        int before = Engine.threads();
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> AnyThreads.requireSameBits(() -> List.of(new float[] {Engine.threads()})))
                .withMessageContaining("0, 2 threads");
        assertThat(Engine.threads()).isEqualTo(before);
    }
}
