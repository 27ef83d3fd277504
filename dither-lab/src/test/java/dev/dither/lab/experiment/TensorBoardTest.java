package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.lab.run.EventFileReader;
import dev.dither.lab.run.RunDirectory;
import dev.dither.train.EpochEnded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardTest {
    @TempDir
    Path runs;

    private static Runner runner() {
        return Small.runner().with(new TensorBoard(Small.PLAN, Clock.systemUTC()));
    }

    private static void assertFilesMatchEvents(RunDirectory run) throws IOException {
        for (CellId cell : CellId.all(Small.PLAN)) {
            Path file =
                    run.path().resolve("tensorboard").resolve(cell.fileStem()).resolve("events.out.tfevents.0.dither");
            List<Map<String, Object>> found = EventFileReader.events(Files.readAllBytes(file));
            List<Map<String, Object>> events = run.events().stream()
                    .filter(event -> cell.ownsEvent(Small.PLAN, event))
                    .toList();
            assertThat(found).hasSize(Small.EPOCHS).hasSameSizeAs(events);
            for (int i = 0; i < found.size(); i++) {
                assertThat(found.get(i)).containsEntry("", (long) i + 1);
                for (String name : List.of("nll", "validationAccuracy", "validationNll", "learningRateFactor")) {
                    float expected = ((Number) events.get(i).get(name)).floatValue();
                    assertThat(found.get(i)).containsEntry(name, expected);
                }
                assertThat(found.get(i)).doesNotContainKeys("seed", "epoch");
            }
        }
    }

    @Test
    void everyEpochOfEveryCellIsThere() throws IOException {
        assertFilesMatchEvents(runner().run(runs, runs, List.of("dither")).directory());
    }

    @Test
    void stageBeforeTheLastHasAFolderOfItsOwn() throws IOException {
        Plan plan = ExperimentFile.parse(
                        "staged.yaml",
                        "{data: digits, trainExamples: 300, testExamples: 50, hidden: [8], seeds: 1,"
                                + " methods: {a: {correction: {kind: forward}}}, training: {epochs: 2}}")
                .plan("", Map.of());
        RunDirectory run = new Runner(plan, runs, Clock.systemUTC())
                .with(new TensorBoard(plan, Clock.systemUTC()))
                .run(runs, runs, List.of("dither"))
                .directory();
        List<Map<String, Object>> events = run.events();
        for (String folder : List.of("a-seed0-noise0.0-stage1", "a-seed0-noise0.0")) {
            Path file = run.path().resolve("tensorboard").resolve(folder).resolve("events.out.tfevents.0.dither");
            List<Map<String, Object>> found = EventFileReader.events(Files.readAllBytes(file));
            int from = folder.endsWith("stage1") ? 0 : 2;
            assertThat(found).hasSize(2);
            for (int i = 0; i < 2; i++) {
                float nll = ((Number) events.get(from + i).get("nll")).floatValue();
                assertThat(found.get(i)).containsEntry("nll", nll).doesNotContainKeys("stage", "stages");
            }
        }
    }

    @Test
    void resumedCellHasEachEpochOnce() throws IOException {
        RunListener stop = new RunListener() {
            @Override
            public void epochEnded(CellId cell, Stage stage, EpochEnded epoch) {
                if (epoch.epoch() == 2) {
                    throw new IllegalStateException("stop");
                }
            }
        };
        assertThatThrownBy(() -> runner().with(stop).run(runs, runs, List.of("dither")))
                .hasMessage("stop");
        RunDirectory run = RunDirectory.open(runs.resolve("small"));
        runner().resume(run, runs, List.of("dither"));
        assertFilesMatchEvents(run);
    }
}
