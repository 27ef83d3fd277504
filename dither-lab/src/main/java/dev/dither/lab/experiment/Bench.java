package dev.dither.lab.experiment;

import dev.dither.lab.run.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a long evaluation of one cell tells how far it is and keeps its state, a file of its own choice that is there
 * again when the run goes on after an interrupt, and is removed when the cell has its rows.
 *
 * @param run the run
 * @param cell the cell
 * @param evaluation name of the evaluation
 * @param listeners who hears of progress
 */
record Bench(RunDirectory run, CellId cell, String evaluation, List<RunListener> listeners) {
    Bench {
        listeners = List.copyOf(listeners);
    }

    /** Returns the file with the state that was kept last, empty where there is none. */
    Optional<Path> state() {
        Path path = run.path().resolve(file());
        return Files.exists(path) ? Optional.of(path) : Optional.empty();
    }

    /** Replaces the state. */
    void keep(byte[] state) {
        run.writeAtomically(file(), state);
    }

    /** Tells the listeners. */
    void progress(int done, int of, Map<String, Double> figures) {
        EvaluationProgress progress = new EvaluationProgress(evaluation, done, of, figures);
        listeners.forEach(listener -> listener.evaluationAdvanced(cell, progress));
    }

    private String file() {
        return folder(cell) + "/" + evaluation;
    }

    /** Removes what a cell kept. */
    static void clear(RunDirectory run, CellId cell) {
        run.discard(folder(cell));
    }

    /** Returns the folder of what a cell keeps until it has its rows. */
    static String folder(CellId cell) {
        return "checkpoint/" + cell.fileStem();
    }
}
