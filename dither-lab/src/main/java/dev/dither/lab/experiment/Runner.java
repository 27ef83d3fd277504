package dev.dither.lab.experiment;

import dev.dither.lab.report.Report;
import dev.dither.lab.run.Claim;
import dev.dither.lab.run.Manifest;
import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.RunException;
import dev.dither.tensor.Engine;
import dev.dither.train.EpochEnded;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Runs a study, every seed, noise rate and method, into one run directory, or goes on with an interrupted run.
 *
 * <p>Numerics: a run that was interrupted and resumed leaves the same rows (but for latencies), events (but for their
 * seconds) and models, bit by bit, as one that was not. The event of an epoch is written before its checkpoint, and the rows of a cell after
 * everything else of it: what lies beyond the last checkpoint or has no rows is dropped and made again.
 */
public final class Runner {
    private static final String DATA = "data";
    private static final String VERSION = "0.1.0-SNAPSHOT";

    private final Study study;
    private final Path dataDir;
    private final Clock clock;
    private final List<RunListener> listeners = new ArrayList<>();

    /** Prepares to run. */
    public Runner(Study study, Path dataDir, Clock clock) {
        this.study = study;
        this.dataDir = dataDir;
        this.clock = clock;
    }

    /** Adds a listener; those added first hear first. */
    public Runner with(RunListener listener) {
        listeners.add(listener);
        return this;
    }

    /**
     * What a run leaves.
     *
     * @param directory where it is
     * @param verdict expected against found
     * @param rows all its figures
     * @param headlines those of them that say most
     * @param cellsTrained how many cells this call trained; 0 when the run was complete before
     */
    public record Outcome(
            RunDirectory directory, Verdict verdict, List<Row> rows, List<Row> headlines, int cellsTrained) {
        /** Copies. */
        public Outcome {
            rows = List.copyOf(rows);
            headlines = List.copyOf(headlines);
        }
    }

    /** Runs everything in a new directory, writes rows after each training, and the report at the end. */
    public Outcome run(Path runs, Path home, List<String> commandLine) {
        Workshop workshop = Workshop.of(study, dataDir);
        RunDirectory directory = RunDirectory.create(runs, study.runName());
        Manifest manifest = manifest(home, commandLine).with(DATA, workshop.checksums());
        try (Claim claim = begun(directory, manifest)) {
            trained(directory, manifest, Resumption.fresh(study), workshop);
            return ended(directory, manifest, CellId.all(study).size());
        }
    }

    /** A directory that cannot hold even the study, as on a full disk, is not left behind. */
    private Claim begun(RunDirectory directory, Manifest manifest) {
        try {
            Claim claim = Claim.of(directory);
            write(directory, manifest, claim);
            return claim;
        } catch (RunException e) {
            directory.remove();
            throw e;
        }
    }

    private void write(RunDirectory directory, Manifest manifest, Claim claim) {
        try {
            directory.plan(ExperimentFile.tree(study));
            directory.manifest(manifest.facts());
        } catch (RunException e) {
            claim.close();
            throw e;
        }
    }

    /**
     * Goes on with a run of the same study. Where it is complete, nothing is trained and the report is rebuilt.
     *
     * @throws RunException if its checkpoint is damaged, or another process writes to it
     */
    public Outcome resume(RunDirectory directory, Path home, List<String> commandLine) {
        try (Claim claim = Claim.of(directory)) {
            Resumption rest = Resumption.of(directory, study);
            rest.done(study).forEach(cell -> Bench.clear(directory, cell));
            Manifest manifest = manifest(home, commandLine).after(directory.manifest());
            if (!rest.left().isEmpty()) {
                Workshop workshop = Workshop.of(study, dataDir);
                requireSame(directory, workshop);
                manifest.with(DATA, workshop.checksums());
                rest.dropUnfinished(directory, study);
                trained(directory, manifest, rest, workshop);
            } else if (directory.manifest().containsKey("verdict")) {
                Report.write(directory);
                return outcome(directory, Verdict.of(study, directory.rows()), directory.rows(), 0);
            }
            return ended(directory, manifest, rest.left().size());
        }
    }

    /** The rest of a run trains on the data of its beginning; runs of older versions do not say which that was. */
    private static void requireSame(RunDirectory directory, Workshop workshop) {
        Object before = directory.manifest().get(DATA);
        if (before != null && !before.equals(workshop.checksums())) {
            throw new RunException("run " + directory.name() + ": its data changed since it began;"
                    + " bring the old data back, or start a new run");
        }
    }

    private Manifest manifest(Path home, List<String> commandLine) {
        return Manifest.start(VERSION, home, Engine.threads(), commandLine, clock)
                .with("seeds", LongStream.range(0, study.seeds()).boxed().toList());
    }

    private void trained(RunDirectory directory, Manifest manifest, Resumption rest, Workshop workshop) {
        listeners.forEach(listener -> listener.runBegins(directory));
        workshop.ahead(rest.left()).ifPresent(words -> listeners.forEach(listener -> listener.estimated(words)));
        Gallery gallery = Gallery.read(directory);
        for (CellId cell : rest.left()) {
            Stage stage = rest.state(cell).map(CellState::stage).orElse(cell.firstStage(study));
            int done = rest.state(cell).map(state -> state.last().epoch()).orElse(0);
            listeners.forEach(listener -> listener.cellBegins(cell, stage, done));
            Cell.Result result =
                    workshop.run(new Workshop.Work(directory, cell, listeners), rest.state(cell), (ended, state) -> {
                        directory.event(event(cell, state.stage(), ended));
                        state.write(directory);
                        listeners.forEach(listener -> listener.epochEnded(cell, state.stage(), ended));
                    });
            result.model().ifPresent(model -> write(directory, cell, model));
            result.files().forEach(directory::writeAtomically);
            if (!result.pictures().isEmpty()) {
                gallery.add(result.pictures());
                gallery.write(directory);
            }
            directory.append(result.rows());
            Bench.clear(directory, cell);
            directory.manifest(manifest.facts());
        }
    }

    private void write(RunDirectory directory, CellId cell, byte[] model) {
        directory.writeAtomically("models/" + cell.fileStem() + ".safetensors", model);
        if (study.shows(cell)) {
            // the last method of the study, the stochastic one in every shipped experiment, is the one that stays
            directory.writeAtomically("model.safetensors", model);
        }
    }

    private Map<String, Object> event(CellId cell, Stage stage, EpochEnded ended) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("type", "epoch");
        event.put("method", cell.label(study));
        event.put("seed", cell.seed());
        stage.tell(event);
        event.put("epoch", ended.epoch());
        if (!study.step().equals("epoch")) {
            event.put("unit", study.step());
        }
        // sorted: the order of these maps differs from one process to the next
        event.putAll(new TreeMap<>(ended.terms()));
        event.putAll(new TreeMap<>(ended.validation()));
        event.put("learningRateFactor", ended.learningRateFactor());
        event.put("seconds", ended.seconds());
        return event;
    }

    private Outcome ended(RunDirectory directory, Manifest manifest, int cellsTrained) {
        List<Row> rows = directory.rows();
        Verdict verdict = Verdict.of(study, rows);
        directory.manifest(manifest.with("verdict", verdict.toMap()).facts());
        Report.write(directory);
        return outcome(directory, verdict, rows, cellsTrained);
    }

    private Outcome outcome(RunDirectory directory, Verdict verdict, List<Row> rows, int cellsTrained) {
        return new Outcome(directory, verdict, rows, Headlines.of(study).among(rows), cellsTrained);
    }
}
