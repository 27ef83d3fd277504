package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dither.lab.run.Claim;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.RunException;
import dev.dither.train.EpochEnded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("determinism")
class ResumeTest {
    @TempDir
    static Path uninterrupted;

    private static RunDirectory whole;

    @TempDir
    Path runs;

    @BeforeAll
    static void runWithoutInterruption() {
        whole = Small.run(uninterrupted);
    }

    /** Ends a run, as a killed process does, after some epochs in all. */
    private static final class Interrupted extends RuntimeException implements RunListener {
        private static final long serialVersionUID = 1L;
        private final AtomicInteger left;

        Interrupted(int epochs) {
            left = new AtomicInteger(epochs);
        }

        @Override
        public void epochEnded(CellId cell, Stage stage, EpochEnded epoch) {
            if (left.decrementAndGet() == 0) {
                throw this;
            }
        }
    }

    private RunDirectory interruptedAfter(int epochs) {
        assertThatThrownBy(() -> Small.runner().with(new Interrupted(epochs)).run(runs, runs, List.of("dither")))
                .isInstanceOf(Interrupted.class);
        return RunDirectory.open(runs.resolve("small"));
    }

    private static void assertLikeUninterrupted(RunDirectory run) throws IOException {
        Map<String, String> expected = Small.lasting(whole);
        Map<String, String> found = Small.lasting(run);
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, content) -> assertThat(found.get(name).equals(content))
                .as(name + " is the same")
                .isTrue());
    }

    /** 2 within the first cell, 3 at its end but before its rows, 4 in the second, 12 before the last rows. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 12})
    void interruptedIsUninterrupted(int epochs) throws IOException {
        RunDirectory run = interruptedAfter(epochs);
        int finished = (epochs - 1) / Small.EPOCHS;
        assertThat(Small.resume(run).cellsTrained()).isEqualTo(Small.CELLS - finished);
        assertLikeUninterrupted(run);
        assertThat(run.path().resolve("report.html")).isNotEmptyFile();
    }

    @Test
    void runInterruptedManyTimesIsUninterrupted() throws IOException {
        RunDirectory run = interruptedAfter(1);
        for (int n = 0; n < 8; n++) {
            assertThatThrownBy(() -> Small.runner().with(new Interrupted(1)).resume(run, runs, List.of("dither")))
                    .isInstanceOf(Interrupted.class);
        }
        Small.resume(run);
        assertLikeUninterrupted(run);
    }

    /** The teeth of the tests above: a parameter moved a little in the checkpoint is seen in the files. */
    @Test
    void comparisonSeesAnotherTraining() throws IOException {
        RunDirectory run = interruptedAfter(1);
        CellState state = CellState.read(run).orElseThrow();
        state.last().parameters().values().iterator().next()[0] += 1e-3f;
        state.write(run);
        Small.resume(run);
        assertThat(Small.lasting(run).get("models/baseline-seed0-noise0.2.safetensors"))
                .isNotEqualTo(Small.lasting(whole).get("models/baseline-seed0-noise0.2.safetensors"));
    }

    /** A process killed between the event of an epoch and its checkpoint leaves the event. */
    @Test
    void eventBeyondTheCheckpointIsMadeAgain() throws IOException {
        RunDirectory run = interruptedAfter(4);
        run.event(Map.of("type", "epoch", "method", "noisy one @ 0.2", "seed", 0, "epoch", 2, "nll", 7.0));
        Files.writeString(run.path().resolve("events.jsonl"), "{\"type\":", StandardOpenOption.APPEND);
        Small.resume(run);
        assertLikeUninterrupted(run);
    }

    @Test
    void cellWithoutAllItsRowsIsTrainedAgain() throws IOException {
        RunDirectory run = interruptedAfter(4);
        run.rewriteRows(run.rows().subList(0, 5));
        assertThat(Small.resume(run).cellsTrained()).isEqualTo(Small.CELLS);
        assertLikeUninterrupted(run);
    }

    @Test
    void runThatNeverEndedAnEpochStartsOver() throws IOException {
        RunDirectory run = RunDirectory.create(runs, "small");
        run.plan(ExperimentFile.tree(Small.PLAN));
        assertThat(Small.resume(run).cellsTrained()).isEqualTo(Small.CELLS);
        assertLikeUninterrupted(run);
    }

    @Test
    void runWhoseDataChangedIsRefused() {
        RunDirectory run = interruptedAfter(1);
        Map<String, Object> facts = new LinkedHashMap<>(run.manifest());
        assertThat(facts).containsKey("data");
        facts.put("data", Map.of("train", "0123", "test", "4567"));
        run.manifest(facts);
        assertThatThrownBy(() -> Small.resume(run))
                .isInstanceOf(RunException.class)
                .hasMessage("run small: its data changed since it began; bring the old data back, or start a new run");
    }

    @Test
    void completeRunIsLeftAsItIsButForItsReport() throws IOException {
        RunDirectory run = Small.run(runs);
        Map<String, Object> manifest = run.manifest();
        Files.writeString(run.path().resolve("report.html"), "old");
        Runner.Outcome outcome = Small.resume(run);
        assertThat(outcome.cellsTrained()).isZero();
        assertThat(outcome.rows()).isEqualTo(whole.rows());
        assertThat(run.manifest()).isEqualTo(manifest);
        assertThat(Files.readString(run.path().resolve("report.html"))).contains("Small");
        assertLikeUninterrupted(run);
    }

    @Test
    void runKilledBeforeItsVerdictGetsOne() {
        RunDirectory run = Small.run(runs);
        run.manifest(Map.of("version", "x"));
        assertThat(Small.resume(run).cellsTrained()).isZero();
        assertThat(run.manifest()).containsKeys("verdict", "resumed");
    }

    @Test
    void damagedCheckpointIsNamedWithAWayOut() throws IOException {
        RunDirectory run = interruptedAfter(2);
        Path file = run.path().resolve("checkpoint/cell.safetensors");
        byte[] sound = Files.readAllBytes(file);
        Random random = new Random(5);
        for (int n = 0; n < 60; n++) {
            byte[] damaged = n % 2 == 0 ? sound.clone() : Arrays.copyOf(sound, random.nextInt(sound.length));
            if (n % 2 == 0) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(file, damaged);
            String message = catchThrowableOfType(RunException.class, () -> Small.resume(run))
                    .getMessage();
            assertThat(message)
                    .hasLineCount(1)
                    .startsWith(file + ": ")
                    .endsWith("delete " + file.getParent() + " and resume again: that cell then starts over");
        }
        assertThat(run.events()).as("a refused resume changes nothing").hasSize(2);
    }

    @Test
    void cellWithoutItsCheckpointStartsOver() throws IOException {
        RunDirectory run = interruptedAfter(5);
        Files.delete(run.path().resolve("checkpoint/cell.safetensors"));
        assertThat(Small.resume(run).cellsTrained()).isEqualTo(Small.CELLS - 1);
        assertLikeUninterrupted(run);
    }

    @Test
    void checkpointOfAnotherNetworkIsRefused() {
        RunDirectory run = interruptedAfter(1);
        CellState state = CellState.read(run).orElseThrow();
        state.last().parameters().remove("1/weight");
        state.write(run);
        assertThatThrownBy(() -> Small.resume(run))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("1/weight")
                .hasMessageContaining("delete");
    }

    @Test
    void runOfAnotherProcessIsNotTouched() {
        RunDirectory run = interruptedAfter(1);
        try (Claim claim = Claim.of(run)) {
            assertThatThrownBy(() -> Small.resume(run)).isInstanceOf(RunException.class);
        }
    }

    @Test
    void everyCellHasAModel() {
        assertThat(whole.path().resolve("models").toFile().list())
                .containsExactlyInAnyOrder(
                        "baseline-seed0-noise0.2.safetensors",
                        "baseline-seed0-noise0.4.safetensors",
                        "noisy%20one-seed0-noise0.2.safetensors",
                        "noisy%20one-seed0-noise0.4.safetensors");
        assertThat(whole.path().resolve("model.safetensors"))
                .hasSameBinaryContentAs(whole.path().resolve("models/noisy%20one-seed0-noise0.4.safetensors"));
    }

    @Test
    void everyShippedPlanSurvivesItsFile() {
        for (String id : Catalogue.implemented()) {
            for (Study study : Catalogue.file(id).studies("smoke", Map.of())) {
                RunDirectory run = RunDirectory.create(runs, "plan");
                run.plan(ExperimentFile.tree(study));
                Study stored =
                        ExperimentFile.read(run.path().resolve("plan.yaml")).study("", Map.of());
                assertThat(PlanDifference.between(study, stored)).isEmpty();
                assertThat(stored).isEqualTo(study);
            }
        }
    }

    @Test
    void differenceOfPlansIsThePathOfTheFirst() {
        Plan plan = Catalogue.file("se-snn/convergence").plan("smoke", Map.of());
        Plan other = Catalogue.file("se-snn/convergence").plan("smoke", Map.of("training.epochs", "9"));
        assertThat(PlanDifference.between(plan, other)).contains(new PlanDifference("training.epochs", "2", "9"));
    }
}
