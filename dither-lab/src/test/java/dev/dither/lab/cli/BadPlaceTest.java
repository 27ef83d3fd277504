package dev.dither.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Places that runs cannot be written to; small file systems are mounted where the user may do that. */
@Tag("smoke")
class BadPlaceTest {
    @TempDir
    Path folder;

    private Path mounted;

    private void mount(String options) throws IOException, InterruptedException {
        Path place = Files.createDirectory(folder.resolve("mounted"));
        assumeThat(command("mount", "-t", "tmpfs", "-o", options, "tmpfs", place.toString()))
                .as("exit code of mount, which takes a Linux system and its administrator")
                .isZero();
        mounted = place;
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        if (mounted != null) {
            command("umount", mounted.toString());
        }
    }

    private static int command(String... words) throws InterruptedException {
        try {
            return new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        }
    }

    private static Shell reproduce(Path runs) {
        return Shell.dither(
                "reproduce",
                "se-snn/convergence",
                "--scale",
                "smoke",
                "--set",
                "training.epochs=1",
                "--runs",
                runs.toString());
    }

    private static String refused(Shell shell) {
        assertThat(shell.exit()).as(shell.err()).isEqualTo(1);
        assertThat(shell.out()).isEmpty();
        String last = shell.err().lines().reduce((first, second) -> second).orElse("");
        assertThat(last).startsWith("dither: cannot ");
        assertThat(shell.err().lines().filter(line -> line.startsWith("dither: ")))
                .hasSize(1);
        return last;
    }

    @Test
    void readOnlyFolderIsRefused() throws IOException, InterruptedException {
        mount("ro");
        assertThat(refused(reproduce(mounted))).contains("Read-only file system");
    }

    @Test
    void fileInPlaceOfTheFolderIsRefusedAndKept() throws IOException {
        Path file = Files.writeString(folder.resolve("runs"), "precious");
        assertThat(refused(reproduce(file))).contains(file + ": a file of that name is in the way");
        assertThat(file).hasContent("precious");
    }

    @Test
    void diskTooSmallForThePlanLeavesNoRun() throws IOException, InterruptedException {
        mount("size=4k");
        Files.writeString(mounted.resolve("other"), "x");
        assertThat(refused(reproduce(mounted))).contains("No space left on device");
        assertThat(mounted.toFile().list()).containsExactly("other");
    }

    @Test
    void diskThatFillsUpLeavesARunToGoOnWith() throws IOException, InterruptedException {
        mount("size=128k");
        String message = refused(reproduce(mounted));
        Path run = mounted.resolve("se-snn-convergence");
        assertThat(message)
                .contains(
                        "No space left on device", "go on with: ./dither reproduce se-snn/convergence --resume " + run);
        assertThat(run.resolve("checkpoint").toFile().list()).containsExactly("lock");
        assertThat(run.resolve("plan.yaml")).isNotEmptyFile();
        assertThat(command("mount", "-o", "remount,size=64m", mounted.toString()))
                .isZero();
        Shell resumed = Shell.dither("reproduce", "se-snn/convergence", "--resume", run.toString());
        assertThat(resumed.exit()).as(resumed.err()).isIn(0, 3);
    }

    @Test
    void fullDiskLeavesOtherRunsAsTheyAre() throws IOException, InterruptedException {
        mount("size=128k");
        Path other = Files.createDirectories(mounted.resolve("se-snn-convergence"));
        Files.writeString(other.resolve("rows.csv"), "run,seed,method,metric,value,draws,stderr\n");
        refused(reproduce(mounted));
        assertThat(other.toFile().list()).containsExactly("rows.csv");
        assertThat(other.resolve("rows.csv")).hasContent("run,seed,method,metric,value,draws,stderr\n");
    }
}
