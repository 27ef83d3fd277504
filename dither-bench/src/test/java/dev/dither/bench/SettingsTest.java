package dev.dither.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void aLaterOptionOverridesQuick() {
        Settings settings = Settings.parse(List.of("--quick", "--rounds", "5"));
        assertThat(settings.rounds()).isEqualTo(5);
        assertThat(settings.seconds()).isEqualTo(1);
    }

    @Test
    void onlyAWholeRunWritesTheDocumentation() {
        assertThat(Settings.parse(List.of()).target()).endsWithRaw(Path.of("docs/benchmarks.md"));
        assertThat(Settings.parse(List.of("--quick")).target().toString()).contains("target");
        assertThat(Settings.parse(List.of("--only", "memory")).target().toString())
                .contains("target");
    }

    @Test
    void refusesRoundsThatAreNoNumber() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Settings.parse(List.of("--rounds", "many")))
                .withMessage("--rounds must be a whole number, got many");
    }

    @Test
    void refusesAnUnknownMeasurement() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Settings.parse(List.of("--only", "memory,mlp-7")))
                .withMessageStartingWith("no measurement is called mlp-7: choose from mlp-64");
    }
}
