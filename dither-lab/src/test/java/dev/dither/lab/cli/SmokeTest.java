package dev.dither.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dither.lab.experiment.Catalogue;
import dev.dither.lab.experiment.Study;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("smoke")
class SmokeTest {
    @TempDir
    Path runs;

    private Shell reproduce(String id, String... more) {
        List<String> args =
                new java.util.ArrayList<>(List.of("reproduce", id, "--scale", "smoke", "--runs", runs.toString()));
        args.addAll(List.of(more));
        return Shell.dither(args.toArray(String[]::new));
    }

    /** Figures of a clock are the only ones that differ. */
    private static List<String> withoutRun(Path run) throws IOException {
        return Files.readAllLines(run.resolve("rows.csv")).stream()
                .filter(line -> !line.matches(".*[lL]atencyP.*"))
                .map(line -> line.substring(line.indexOf(',')))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("dev.dither.lab.experiment.Catalogue#implemented")
    void experimentHasItsExpectedVerdictAndRepeatsExactly(String id) throws IOException {
        Shell first = reproduce(id);
        assertThat(first.exit()).as(first.err()).isIn(0, 3);
        Shell second = reproduce(id);
        assertThat(second.exit()).isEqualTo(first.exit());
        for (Study plan : Catalogue.file(id).studies("smoke", Map.of())) {
            assertThat(first.out()).contains("verdict  " + plan.expected() + ": ", "report.html");
            Path run = runs.resolve(plan.runName());
            for (String name : List.of("plan.yaml", "manifest.json", "rows.csv", "report.html")) {
                assertThat(run.resolve(name)).isNotEmptyFile();
            }
            if (plan.steps() > 0) {
                assertThat(run.resolve("events.jsonl")).isNotEmptyFile();
            }
            List<String> rows = Files.readAllLines(run.resolve("rows.csv"));
            assertThat(rows).hasSizeGreaterThan(1).first().isEqualTo("run,seed,method,metric,value,draws,stderr");
            assertThat(rows.subList(1, rows.size())).allMatch(row -> row.startsWith(run.getFileName() + ","));
            assertThat(withoutRun(run.resolveSibling(run.getFileName() + "-2"))).isEqualTo(withoutRun(run));
        }
    }

    private Path twoParts() throws IOException {
        return Files.writeString(runs.resolve("two.yaml"), """
                data: digits
                trainExamples: 60
                testExamples: 20
                hidden: [4]
                seeds: 1
                training: {epochs: 1}
                methods: {a: {}}
                parts:
                  wrong: {labelNoise: {rates: [0.4]}}
                  right: {}
                """);
    }

    @Test
    void partsAreRunsOfTheirOwnOnOnePage() throws IOException {
        Shell shell = Shell.dither("train", twoParts().toString(), "--json", "--runs", runs.toString());
        assertThat(shell.exit()).as(shell.err()).isZero();
        JsonNode result = shell.json().get(0);
        assertThat(shell.json()).hasSize(1);
        assertThat(result.get("run").asText()).endsWith("two-wrong");
        assertThat(result.get("parts"))
                .extracting(part -> part.get("part").asText())
                .containsExactly("wrong", "right");
        assertThat(Files.readString(Path.of(result.get("report").asText())))
                .contains("<h2>two: wrong</h2>", "<h2>two: right</h2>");
        assertThat(runs.resolve("two-right/rows.csv")).isNotEmptyFile();
    }

    @Test
    void onePartCanBeRunAndResumed() throws IOException {
        String file = twoParts().toString();
        Shell shell = Shell.dither("train", file, "--part", "right", "--runs", runs.toString());
        assertThat(shell.exit()).as(shell.err()).isZero();
        assertThat(runs.resolve("two-wrong")).doesNotExist();
        String run = runs.resolve("two-right").toString();
        assertThat(Shell.dither("train", "--resume", run).exit()).isZero();
        assertThat(Shell.dither("train", file, "--part", "right", "--resume", run)
                        .exit())
                .isZero();
        assertThat(Shell.dither("train", file, "--resume", run).err())
                .hasLineCount(1)
                .contains("--part NAME");
    }

    @Test
    void someMethodsAreTrainedAlone() throws IOException {
        Shell shell = reproduce("se-snn/convergence", "--methods", "se-snn", "--seeds", "1");
        assertThat(shell.exit()).isEqualTo(3);
        assertThat(shell.out()).contains("verdict  not run: ", "baseline");
        assertThat(Files.readAllLines(runs.resolve("se-snn-convergence/rows.csv")))
                .filteredOn(row -> row.contains(",baseline,"))
                .isEmpty();
    }

    @Test
    void jsonIsOneObjectAndProgressGoesElsewhere() throws IOException {
        Shell shell = reproduce("se-snn/convergence", "--json");
        assertThat(shell.exit()).isIn(0, 3);
        assertThat(shell.json()).hasSize(1);
        JsonNode result = shell.json().get(0);
        assertThat(result.isObject()).isTrue();
        String status = result.at("/verdict/status").asText();
        assertThat(shell.exit()).isEqualTo(status.equals("reproduced") || status.equals("none") ? 0 : 3);
        assertThat(Path.of(result.get("run").asText())).isDirectory();
        assertThat(Path.of(result.get("report").asText())).isNotEmptyFile();
        assertThat(shell.err()).contains("epoch 1/2", "epoch 2/2");
    }
}
