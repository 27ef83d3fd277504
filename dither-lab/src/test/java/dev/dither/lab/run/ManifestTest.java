package dev.dither.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {
    @TempDir
    Path folder;

    private Manifest at(String instant, String version) {
        Clock clock = Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
        return Manifest.start(version, folder, 2, List.of("dither", version), clock);
    }

    @Test
    void resumedRunKeepsItsFactsAndSaysWhatDiffers() {
        Map<String, Object> before = Map.of(
                "version", "1", "start", "2026-01-01T00:00:00Z", "threads", 2, "commandLine", List.of("dither", "1"));
        Map<String, Object> facts =
                at("2026-01-02T00:00:00Z", "2").after(before).facts();
        assertThat(facts).containsAllEntriesOf(before);
        assertThat(facts.get("resumed"))
                .isEqualTo(List.of(
                        Map.of("at", "2026-01-02T00:00:00Z", "version", "2", "commandLine", List.of("dither", "2"))));
    }

    @Test
    void wallTimesAddUpAndPartsAreListed() {
        Manifest second = at("2026-01-02T00:00:00Z", "1").after(Map.of("wallSeconds", 40.5));
        Manifest third = at("2026-01-03T00:00:00Z", "1").after(second.facts());
        assertThat(third.facts()).containsEntry("wallSeconds", 40.5);
        assertThat((List<?>) third.facts().get("resumed")).hasSize(2);
    }

    @Test
    void largerPeakOfMemoryStays() {
        long huge = 1L << 60;
        assertThat(at("2026-01-02T00:00:00Z", "1")
                        .after(Map.of("peakMemoryBytes", huge))
                        .facts()
                        .getOrDefault("peakMemoryBytes", huge))
                .isEqualTo(huge);
    }
}
