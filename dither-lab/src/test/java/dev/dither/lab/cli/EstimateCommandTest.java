package dev.dither.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told, not how long it is: nothing here looks at a time. */
class EstimateCommandTest {
    @TempDir
    Path runs;

    private Shell reproduce(String id, String... more) {
        String[] all = new String[more.length + 7];
        String[] first = {"reproduce", id, "--scale", "smoke", "--estimate", "--runs", runs.toString()};
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return Shell.dither(all);
    }

    private void requireNoRun() throws IOException {
        try (var left = Files.list(runs)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void anEstimateRunsNothing() throws IOException {
        Shell shell = reproduce("se-snn/convergence", "--seeds", "2");
        assertThat(shell.exit()).as(shell.err()).isZero();
        assertThat(shell.out())
                .hasLineCount(1)
                .startsWith("se-snn-convergence: ")
                .contains("of training for 4 cells on this machine", "evaluations come on top", "MiB for network");
        assertThat(shell.err()).isEmpty();
        requireNoRun();
    }

    @Test
    void jsonIsOneObjectOfFacts() throws IOException {
        JsonNode found =
                reproduce("se-snn/convergence", "--seeds", "2", "--json").json().get(0);
        JsonNode facts = found.at("/estimates/se-snn-convergence");
        assertThat(facts.get("cells").asInt()).isEqualTo(4);
        assertThat(facts.get("steps").asLong()).isPositive();
        assertThat(facts.get("bytes").asLong()).isPositive();
        requireNoRun();
    }

    @Test
    void otherStudiesSayWhatTheyCan() throws IOException {
        assertThat(reproduce("variance/kl").out()).contains("in which nothing is trained");
        assertThat(reproduce("variance/reinforcement").out()).hasLineCount(2).contains("no time is told before");
        requireNoRun();
    }

    @Test
    void aRunToResumeHasNone() {
        Shell shell = Shell.dither("train", "--estimate", "--resume", runs.toString());
        assertThat(shell.exit()).isNotZero();
        assertThat(shell.err()).hasLineCount(1);
    }
}
