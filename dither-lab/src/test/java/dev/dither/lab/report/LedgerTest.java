package dev.dither.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.lab.run.RunDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    @TempDir
    Path folder;

    private String lineOf(List<String> commandLine) {
        RunDirectory run = RunDirectory.create(folder, "one");
        run.plan(Map.of("id", "a/one"));
        run.manifest(Map.of(
                "commit",
                "0123456789abcdef",
                "seeds",
                List.of(0, 1, 2),
                "commandLine",
                commandLine,
                "verdict",
                Map.of(
                        "status",
                        "ordering only",
                        "reason",
                        "left | right",
                        "claims",
                        List.of(Map.of("status", "not run", "reason", "a | b")))));
        return Ledger.markdown(List.of("a/one", "a/two"), List.of(run));
    }

    @Test
    void failuresAndWhatWasNotRunAreListed() {
        assertThat(lineOf(List.of("dither", "reproduce", "a/one")))
                .contains(
                        "| `a/one` | **ordering only** | left \\| right<br>claim **not run**: a \\| b | 3 | `dither reproduce a/one` | 0123456789 |")
                .contains("| `a/two` | not run |");
    }

    @Test
    void commandIsReadyForAShellAndNamesNoPlaceOfThisMachine() {
        List<String> command = List.of(
                "dither", "reproduce", "a/one", "--runs", "/here/x", "--set", "rates=[0, 1]", "--data-dir", "/d");
        assertThat(lineOf(command)).contains("`dither reproduce a/one --set \"rates=[0, 1]\"`");
    }
}
