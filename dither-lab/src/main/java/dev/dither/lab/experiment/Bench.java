package dev.dither.lab.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.RunException;
import java.io.IOException;
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
    private static final JsonMapper JSON = JsonMapper.builder().build();

    Bench {
        listeners = List.copyOf(listeners);
    }

    /** Returns the file with the state that was kept last, empty where there is none. */
    Optional<Path> state() {
        Path path = run.path().resolve(file());
        return Files.exists(path) ? Optional.of(path) : Optional.empty();
    }

    /**
     * Returns the state that was kept last as JSON, empty where there is none.
     *
     * @throws RunException in one line, if it is damaged or of another version
     */
    <T> Optional<T> state(Class<T> type) {
        return state().map(path -> {
            try {
                return JSON.readValue(Files.readAllBytes(path), type);
            } catch (IOException e) {
                throw new RunException(
                        path + ": no state of this version; delete it and resume again: that evaluation starts over",
                        e);
            }
        });
    }

    /** Replaces the state. */
    void keep(byte[] state) {
        run.writeAtomically(file(), state);
    }

    /** Replaces the state by a record, as JSON. */
    void keep(Record state) {
        try {
            keep(JSON.writeValueAsBytes(state));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("state of an evaluation could not be written", e);
        }
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
