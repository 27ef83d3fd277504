package dev.dither.lab.experiment;

import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.TensorBoardRecord;
import dev.dither.train.EpochEnded;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes the figures of each epoch to TensorBoard's event files too, a folder {@code tensorboard/} with a folder for
 * each cell, each of its members, and each stage before its last, which TensorBoard shows as a run of its own. The step is the epoch.
 */
public final class TensorBoard implements RunListener {
    private static final Set<String> NOT_FIGURES = Set.of("seed", "stage", "stages", "member", "members", "epoch");

    private final Study study;
    private final Clock clock;
    private @Nullable RunDirectory run;

    /** Prepares to write; wall times are those of {@code clock}. */
    public TensorBoard(Study study, Clock clock) {
        this.study = study;
        this.clock = clock;
    }

    @Override
    public void runBegins(RunDirectory directory) {
        run = directory;
    }

    /** A cell that goes on is written anew up to there: its file may lack the last epoch, or have one too many. */
    @Override
    public void cellBegins(CellId cell, Stage begun, int epochsDone) {
        for (int number = 1; number <= begun.of(); number++) {
            write(cell, begun.at(number));
        }
    }

    private void write(CellId cell, Stage stage) {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        records.writeBytes(TensorBoardRecord.start(now()));
        run().events().stream().filter(event -> cell.ownsEvent(study, event)).forEach(event -> {
            boolean here = Stage.number(event) == stage.number();
            if (here && event.get("epoch") instanceof Number epoch) {
                records.writeBytes(TensorBoardRecord.scalars(now(), epoch.longValue(), figures(event)));
            }
        });
        run().writeAtomically(name(cell, stage), records.toByteArray());
    }

    @Override
    public void epochEnded(CellId cell, Stage stage, EpochEnded epoch) {
        Map<String, Object> figures = new TreeMap<>(epoch.terms());
        figures.putAll(epoch.validation());
        figures.put("learningRateFactor", epoch.learningRateFactor());
        figures.put("seconds", epoch.seconds());
        run().append(name(cell, stage), TensorBoardRecord.scalars(now(), epoch.epoch(), figures(figures)));
    }

    private RunDirectory run() {
        return Objects.requireNonNull(run, "a run begins before its cells do");
    }

    private static Map<String, Double> figures(Map<String, Object> event) {
        Map<String, Double> figures = new TreeMap<>();
        event.forEach((name, value) -> {
            if (value instanceof Number number && !NOT_FIGURES.contains(name)) {
                figures.put(name, number.doubleValue());
            }
        });
        return figures;
    }

    private static String name(CellId cell, Stage stage) {
        return "tensorboard/" + cell.fileStem() + stage.ending() + "/events.out.tfevents.0.dither";
    }

    private double now() {
        return clock.millis() / 1000.0;
    }
}
