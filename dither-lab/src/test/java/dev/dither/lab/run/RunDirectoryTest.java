package dev.dither.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
    @TempDir
    Path runs;

    private static Row row(String method, double value) {
        return new Row("demo", 1, method, "testAccuracy", value, 20, OptionalDouble.of(0.001));
    }

    @Test
    void rowsComeBackAsWritten() {
        RunDirectory run = RunDirectory.create(runs, "demo");
        List<Row> rows = List.of(
                row("a, \"quoted\" name\nin two lines", 0.1),
                new Row("demo", -3, "", "nll", Double.NaN, 0, OptionalDouble.empty()));
        run.append(rows.subList(0, 1));
        run.append(rows.subList(1, 2));
        assertThat(RunDirectory.open(run.path()).rows()).isEqualTo(rows);
    }

    @Test
    void truncatedLastLinesAreIgnoredAndRepaired() throws IOException {
        RunDirectory run = RunDirectory.create(runs, "demo");
        run.append(List.of(row("a", 0.5)));
        run.event(Map.of("epoch", 1));
        Files.writeString(run.path().resolve("rows.csv"), "demo,1,\"b\n,x", StandardOpenOption.APPEND);
        Files.writeString(run.path().resolve("events.jsonl"), "{\"epoch\":", StandardOpenOption.APPEND);
        assertThat(run.rows()).containsExactly(row("a", 0.5));
        assertThat(run.events()).containsExactly(Map.of("epoch", 1));

        run.append(List.of(row("c", 0.7)));
        run.event(Map.of("epoch", 2));
        assertThat(run.rows()).containsExactly(row("a", 0.5), row("c", 0.7));
        assertThat(run.events()).containsExactly(Map.of("epoch", 1), Map.of("epoch", 2));
    }

    @Test
    void takenNamesGetASuffix() {
        assertThat(RunDirectory.create(runs, "demo").name()).isEqualTo("demo");
        assertThat(RunDirectory.create(runs, "demo").name()).isEqualTo("demo-2");
        assertThat(RunDirectory.create(runs, "demo").name()).isEqualTo("demo-3");
    }

    @Test
    void planAndManifestComeBack() {
        RunDirectory run = RunDirectory.create(runs, "demo");
        Map<String, Object> tree = Map.of("id", "no", "seeds", List.of(1, 2), "text", "0.10");
        run.plan(tree);
        run.manifest(tree);
        assertThat(run.plan()).isEqualTo(tree);
        assertThat(run.manifest()).isEqualTo(tree);
        assertThat(run.path()).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void badInputGetsOneLine() throws IOException {
        Path file = Files.writeString(runs.resolve("file"), "");
        assertThatThrownBy(() -> RunDirectory.create(file, "demo"))
                .isInstanceOf(RunException.class)
                .hasMessageStartingWith("cannot create " + file);
        assertThatThrownBy(() -> RunDirectory.create(runs, "../out")).isInstanceOf(RunException.class);
        RunDirectory run = RunDirectory.create(runs, "demo");
        Files.writeString(run.path().resolve("rows.csv"), Csv.HEADER + "\ndemo,x,a,b,1,0,\n");
        assertThatThrownBy(run::rows)
                .isInstanceOf(RunException.class)
                .hasMessageContaining("record 2")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void filesMayLieInFoldersOfTheRunButNotOutside() {
        RunDirectory run = RunDirectory.create(runs, "demo");
        run.writeAtomically("models/a.safetensors", new byte[] {1});
        assertThat(run.path().resolve("models/a.safetensors")).hasBinaryContent(new byte[] {1});
        for (String name : List.of("../a", "a/../../b", "/tmp/a", "", "..")) {
            assertThatThrownBy(() -> run.writeAtomically(name, new byte[0]))
                    .isInstanceOf(RunException.class)
                    .hasMessageContaining("'" + name + "'");
        }
    }

    @Test
    void bytesAreAppended() {
        RunDirectory run = RunDirectory.create(runs, "demo");
        run.append("log", new byte[] {1, 2});
        run.append("log", new byte[] {3});
        assertThat(run.path().resolve("log")).hasBinaryContent(new byte[] {1, 2, 3});
    }

    @Test
    void rewrittenRowsAndEventsKeepTheirText() throws IOException {
        RunDirectory run = RunDirectory.create(runs, "demo");
        run.append(List.of(row("a", 0.1), row("b", 1e-300)));
        run.event(Map.of("value", 0.1));
        run.event(Map.of("value", Double.NaN));
        String rows = Files.readString(run.path().resolve("rows.csv"));
        String events = Files.readString(run.path().resolve("events.jsonl"));
        run.rewriteRows(run.rows());
        run.rewriteEvents(run.events());
        assertThat(run.path().resolve("rows.csv")).hasContent(rows);
        assertThat(run.path().resolve("events.jsonl")).hasContent(events);
    }

    @Test
    void nothingIsWrittenToASealedRun() throws Exception {
        RunDirectory run = RunDirectory.create(runs, "demo");
        Thread seal = new Thread(run::seal);
        seal.start();
        seal.join();
        Thread writer = new Thread(() -> run.append("log", new byte[] {1}));
        writer.setDaemon(true);
        writer.start();
        while (writer.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(run.path().resolve("log")).doesNotExist();
    }

    @Test
    void removedRunLeavesNothing() {
        RunDirectory run = RunDirectory.create(runs, "demo");
        run.writeAtomically("models/a", new byte[1]);
        run.remove();
        assertThat(runs).isEmptyDirectory();
    }

    @Test
    void runIsClaimedOnceAtATime() {
        RunDirectory run = RunDirectory.create(runs, "demo");
        try (Claim claim = Claim.of(run)) {
            assertThatThrownBy(() -> Claim.of(run))
                    .isInstanceOf(RunException.class)
                    .hasMessageContaining(run.path() + " is being written by another process");
        }
        Claim.of(run).close();
    }

    @Test
    void claimingSweepsTemporaryFiles() throws IOException {
        RunDirectory run = RunDirectory.create(runs, "demo");
        run.writeAtomically("models/a.safetensors", new byte[1]);
        Path stray = Files.writeString(run.path().resolve("models/.a.safetensors.tmp"), "half");
        Path other = Files.writeString(run.path().resolve(".notes"), "mine");
        Claim.of(run).close();
        assertThat(stray).doesNotExist();
        assertThat(other).exists();
        assertThat(run.path().resolve("models/a.safetensors")).exists();
    }
}
