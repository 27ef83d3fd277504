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
    void resumedCellHasEachEpochOnce() throws IOException {
        RunListener stop = new RunListener() {
            @Override
            public void epochEnded(CellId cell, EpochEnded epoch) {
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
