package dev.dither.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dither.data.KnownData;
import dev.dither.lab.experiment.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CliTest {
    @TempDir
    Path folder;

    private static void refused(Shell shell, int exit, String... parts) {
        assertThat(shell.exit()).as(shell.err()).isEqualTo(exit);
        assertThat(shell.out()).isEmpty();
        assertThat(shell.err()).hasLineCount(1).startsWith("dither: ").contains(parts);
    }

    @Test
    void unknownCommandIsUsageError() {
        Shell shell = Shell.dither("trian");
        assertThat(shell.exit()).isEqualTo(2);
        assertThat(shell.out()).isEmpty();
        assertThat(shell.err()).contains("trian");
    }

    @Test
    void missingFileIsOneLine() {
        String missing = folder.resolve("missing.yaml").toString();
        refused(Shell.dither("train", missing), 2, missing);
    }

    @Test
    void textThatIsNotYamlIsOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("bad.yaml"), "a: [1, 2\nb: {");
        refused(Shell.dither("train", file.toString()), 2, "bad.yaml", "not YAML");
    }

    @Test
    void debugAddsTheStackTrace() {
        Shell shell = Shell.dither("--debug", "train", "missing.yaml");
        assertThat(shell.exit()).isEqualTo(2);
        assertThat(shell.err()).contains("\tat dev.dither");
    }

    @Test
    void listTellsImplementedFromPlanned() throws IOException {
        Shell shell = Shell.dither("reproduce", "list", "--json");
        assertThat(shell.exit()).isZero();
        assertThat(shell.json()).hasSize(1);
        JsonNode experiments = shell.json().get(0).get("experiments");
        assertThat(experiments.isArray()).isTrue();
        assertThat(experiments)
                .filteredOn(e -> e.get("implemented").booleanValue())
                .extracting(e -> e.get("id").asText())
                .isEqualTo(Catalogue.implemented());
        assertThat(experiments)
                .filteredOn(e -> !e.get("implemented").booleanValue())
                .extracting(e -> e.get("id").asText())
                .isEqualTo(Catalogue.planned());
    }

    @Test
    void plannedExperimentIsRefused() {
        String id = Catalogue.planned().get(0);
        refused(Shell.dither("reproduce", id), 2, id, "planned");
    }

    @Test
    void doctorRuns() {
        Shell shell = Shell.dither("doctor", "--data-dir", folder.toString());
        assertThat(shell.exit()).as(shell.err()).isZero();
        assertThat(shell.out()).contains("jvm", "cores", "mnist: not here; get it: dither data fetch mnist");
    }

    @Test
    void reportOfNothingIsOneLine() {
        String missing = folder.resolve("missing").toString();
        refused(Shell.dither("report", missing), 1, missing);
    }

    @Test
    void unknownDataListsTheKnown() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.yaml"), "{data: nothing, methods: {a: {}}}");
        Shell shell = Shell.dither("train", file.toString(), "--runs", folder.toString());
        refused(shell, 2, "nothing");
        for (KnownData known : KnownData.values()) {
            assertThat(shell.err()).contains(known.id());
        }
    }

    @Test
    void fileInPlaceOfTheRunsFolderIsOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("runs"), "");
        Shell shell = Shell.dither("reproduce", "se-snn/depth", "--scale", "smoke", "--runs", file.toString());
        refused(shell, 1, file.toString());
    }

    @Test
    void moreExamplesThanThereAreIsOneLine() {
        Shell shell = Shell.dither(
                "reproduce",
                "se-snn/depth",
                "--scale",
                "smoke",
                "--runs",
                folder.toString(),
                "--set",
                "trainExamples=99999999");
        refused(shell, 2, "trainExamples", "99999999");
    }
}
