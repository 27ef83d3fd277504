package dev.dither.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineTest {
    @ParameterizedTest
    @CsvSource({", 4, 4", "1, 4, 1", "' 3 ', 4, 3", "8, 4, 4", "0, 4, 4", "-2, 4, 4", "many, 4, 4", "'4,2', 4, 4"})
    void takesOneThreadAProcessorOrFewerWhereTheEnvironmentSaysSo(@Nullable String asked, int processors, int threads) {
        assertThat(Engine.threads(asked, processors)).isEqualTo(threads);
    }
}
