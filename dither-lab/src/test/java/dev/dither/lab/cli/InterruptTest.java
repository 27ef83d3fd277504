package dev.dither.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Presses Ctrl-C: the program runs as a process of its own, and gets the signal. */
@Tag("determinism")
class InterruptTest {
    private static final String[] ARGUMENTS = {
        "reproduce",
        "se-snn/convergence",
        "--scale",
        "smoke",
        "--seeds",
        "1",
        "--set",
        "hidden=[16, 16]",
        "--set",
        "training.epochs=15",
        "--set",
        "trainExamples=300",
        "--set",
        "testExamples=50",
        "--runs"
    };

    @TempDir
    Path folder;

    /** What an interrupted process printed, and its exit code. */
    private record Ended(int exit, List<String> err, String out) {}

    @BeforeEach
    void signalsReachChildren() throws IOException {
        Path status = Path.of("/proc/self/status");
        assumeThat(status).as("a system that tells which signals are ignored").exists();
        String ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> line.substring("SigIgn:".length()).strip())
                .findFirst()
                .orElse("0");
        assumeThat(Long.parseUnsignedLong(ignored, 16) & 1L << 1)
                .as("SIGINT is not ignored, as it is in a background job of a shell")
                .isZero();
    }

    private static String[] arguments(Path runs, String... more) {
        return Stream.of(Stream.of(ARGUMENTS), Stream.of(runs.toString()), Stream.of(more))
                .flatMap(s -> s)
                .toArray(String[]::new);
    }

    private Ended interruptedAfterItsFirstEpoch(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 22) { // as the launcher does: otherwise the JVM warns before the first line
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.dither.lab.cli.Main"));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Process process =
                new ProcessBuilder(command).redirectOutput(out.toFile()).start();
        List<String> err = new ArrayList<>();
        try (BufferedReader reader = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (err.isEmpty() && line.contains("epoch 1/15")) {
                    String pid = String.valueOf(process.pid());
                    new ProcessBuilder("kill", "-INT", pid).start().waitFor();
                }
                err.add(line);
            }
            return new Ended(process.waitFor(), err, Files.readString(out));
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<String> files(Path run) throws IOException {
        try (Stream<Path> files = Files.walk(run)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> run.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void interruptedRunSaysHowToGoOnAndEndsLikeAnUninterruptedOne() throws IOException, InterruptedException {
        Path interrupted = folder.resolve("interrupted");
        Path run = interrupted.resolve("se-snn-convergence");
        Ended ended = interruptedAfterItsFirstEpoch(arguments(interrupted));
        assertThat(ended.exit()).as(String.join("\n", ended.err())).isEqualTo(130);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .last()
                .isEqualTo("dither: interrupted; go on with: ./dither reproduce se-snn/convergence --resume " + run);
        assertThat(ended.err().subList(0, ended.err().size() - 1)).allMatch(line -> line.startsWith("seed 0"));
        assertThat(files(run))
                .contains("checkpoint/cell.safetensors", "events.jsonl", "manifest.json", "plan.yaml")
                .noneMatch(name -> name.endsWith(".tmp"));

        Shell resumed = Shell.dither("reproduce", "se-snn/convergence", "--resume", run.toString());
        assertThat(resumed.exit()).as(resumed.err()).isIn(0, 3);
        assertThat(resumed.err()).contains("baseline   epoch 15/15").doesNotContain("baseline   epoch 1/15");

        Path whole = folder.resolve("whole");
        assertThat(Shell.dither(arguments(whole)).exit()).isEqualTo(resumed.exit());
        assertSame(whole.resolve("se-snn-convergence"), run);
    }

    private static void assertSame(Path expected, Path found) throws IOException {
        assertThat(files(found)).isEqualTo(files(expected));
        assertThat(found.resolve("rows.csv")).hasSameTextualContentAs(expected.resolve("rows.csv"));
        assertThat(found.resolve("model.safetensors")).hasSameBinaryContentAs(expected.resolve("model.safetensors"));
        assertThat(withoutSeconds(found)).isEqualTo(withoutSeconds(expected));
    }

    private static String withoutSeconds(Path run) throws IOException {
        return Files.readString(run.resolve("events.jsonl")).replaceAll("\"seconds\":[^,}]*", "");
    }

    @Test
    void interruptionIsAJsonObjectWhereJsonIsAskedFor() throws IOException, InterruptedException {
        Ended ended = interruptedAfterItsFirstEpoch(arguments(folder.resolve("runs"), "--json"));
        assertThat(ended.exit()).isEqualTo(130);
        assertThat(ended.out())
                .hasLineCount(1)
                .startsWith("{\"error\":\"interrupted; go on with: ./dither reproduce")
                .contains("\"exit\":130}");
    }
}
