package dev.dither.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("smoke")
class ResumeCommandTest {
    private static final String ID = "se-snn/convergence";

    @TempDir
    Path runs;

    private Path run;

    @BeforeEach
    void runOnce() {
        Shell shell = Shell.dither(
                "reproduce",
                ID,
                "--scale",
                "smoke",
                "--set",
                "hidden=[5, 5]",
                "--set",
                "training.epochs=1",
                "--runs",
                runs.toString());
        assertThat(shell.exit()).as(shell.err()).isIn(0, 3);
        run = runs.resolve("se-snn-convergence");
    }

    private Shell dither(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--resume", run.toString()));
        return Shell.dither(all.toArray(String[]::new));
    }

    private static void refused(Shell shell, int exit, String... parts) {
        assertThat(shell.exit()).as(shell.err()).isEqualTo(exit);
        assertThat(shell.out()).isEmpty();
        assertThat(shell.err()).hasLineCount(1).startsWith("dither: ").contains(parts);
    }

    @Test
    void completeRunSaysSo() {
        Shell shell = dither("train");
        assertThat(shell.exit()).isZero();
        assertThat(shell.err()).contains(run + " is complete");
        assertThat(shell.out()).contains("verdict", "report.html");
        Shell again = dither("reproduce", ID);
        assertThat(again.exit()).isIn(0, 3);
        assertThat(again.err()).contains(run + " is complete");
        assertThat(runs.toFile().list()).containsExactly("se-snn-convergence");
    }

    @Test
    void valueThatDiffersIsRefused() {
        refused(dither("train", "--set", "training.epochs=9"), 2, "training.epochs: 1, not 9", "--resume");
        refused(dither("reproduce", ID, "--seeds", "4"), 2, "seeds: 3, not 4");
        refused(dither("reproduce", ID, "--scale", "smoke"), 2, "hidden: [5, 5], not [128, 128]");
        assertThat(dither("reproduce", ID, "--seeds", "3").exit()).isIn(0, 3);
    }

    @Test
    void anotherExperimentIsRefused() {
        refused(dither("reproduce", "se-snn/depth"), 2, ID, "se-snn/depth");
    }

    @Test
    void anotherFileIsRefused() throws IOException {
        Path same = Files.copy(run.resolve("plan.yaml"), runs.resolve("mine.yaml"));
        assertThat(dither("train", same.toString()).exit()).isZero();
        Files.writeString(same, Files.readString(same).replace("batchSize: 128", "batchSize: 16"));
        refused(dither("train", same.toString()), 2, "training.batchSize: 128, not 16");
    }

    @Test
    void whatIsNoRunIsRefused() throws IOException {
        refused(Shell.dither("train", "--resume", runs.toString()), 1, "not a run");
        Files.delete(run.resolve("plan.yaml"));
        refused(dither("train"), 2, "plan.yaml");
    }

    @Test
    void deviceThatIsNotThereIsRefused() {
        assumeThat(dev.dither.tensor.Engine.cuda()).as("a CUDA device").isFalse();
        refused(dither("train", "--device", "cuda"), 2, "--device cuda", "mvn -Pcuda");
        assertThat(dither("train", "--device", "cpu").exit()).isZero();
    }
}
