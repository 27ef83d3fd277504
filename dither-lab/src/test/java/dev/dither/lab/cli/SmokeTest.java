package dev.dither.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dither.lab.experiment.Catalogue;
import dev.dither.lab.experiment.Verdict;
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

    private static Verdict.Status expected(String id) {
        return Catalogue.file(id).plan("smoke", Map.of()).expected();
    }

    @ParameterizedTest
    @MethodSource("dev.dither.lab.experiment.Catalogue#implemented")
    void experimentHasItsExpectedVerdictAndRepeatsExactly(String id) throws IOException {
        Shell first = reproduce(id);
        assertThat(first.exit()).as(first.err()).isIn(0, 3);
        assertThat(first.out()).contains("verdict  " + expected(id) + ": ", "report.html");
        Path run = runs.resolve(id.replace('/', '-'));
        for (String name : List.of("plan.yaml", "manifest.json", "rows.csv", "events.jsonl", "report.html")) {
            assertThat(run.resolve(name)).isNotEmptyFile();
        }
        List<String> rows = Files.readAllLines(run.resolve("rows.csv"));
        assertThat(rows).hasSizeGreaterThan(1).first().isEqualTo("run,seed,method,metric,value,draws,stderr");
        assertThat(rows.subList(1, rows.size())).allMatch(row -> row.startsWith(run.getFileName() + ","));

        Shell second = reproduce(id);
        assertThat(second.exit()).isEqualTo(first.exit());
        assertThat(withoutRun(run.resolveSibling(run.getFileName() + "-2"))).isEqualTo(withoutRun(run));
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
