package dev.dither.lab.experiment;

import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is left to do of a run.
 *
 * @param left cells without all their rows, in order
 * @param state where the training of the first of them stands, if it began
 */
record Resumption(List<CellId> left, Optional<CellState> state) {
    /** Returns everything, for a new run. */
    static Resumption fresh(Study study) {
        return new Resumption(CellId.all(study), Optional.empty());
    }

    /** Reads what is left of a run; a checkpoint that is not needed any more is not looked at. */
    static Resumption of(RunDirectory run, Study study) {
        List<Row> rows = run.rows();
        List<CellId> left = CellId.all(study).stream()
                .filter(cell -> !Cell.finished(study, rows, cell))
                .toList();
        return left.isEmpty()
                ? new Resumption(left, Optional.empty())
                : new Resumption(
                        left, CellState.read(run).filter(state -> left.get(0).equals(state.cell())));
    }

    /** Returns the cells with all their rows. */
    List<CellId> done(Study study) {
        return CellId.all(study).stream().filter(cell -> !left.contains(cell)).toList();
    }

    /** Returns the state in which a cell begins. */
    Optional<CellState> state(CellId cell) {
        return state.filter(found -> found.cell().equals(cell));
    }

    /** Drops the rows of unfinished cells and the events beyond the checkpoint: they will be made again. */
    void dropUnfinished(RunDirectory run, Study study) {
        List<Row> rows = run.rows();
        List<Row> rowsKept = rows.stream()
                .filter(row -> left.stream().noneMatch(cell -> cell.owns(study, row)))
                .toList();
        if (rowsKept.size() < rows.size()) {
            run.rewriteRows(rowsKept);
        }
        List<Map<String, Object>> events = run.events();
        List<Map<String, Object>> eventsKept = events.stream()
                .filter(event -> left.stream().noneMatch(cell -> cell.ownsEvent(study, event) && beyond(cell, event)))
                .toList();
        if (eventsKept.size() < events.size()) {
            run.rewriteEvents(eventsKept);
        }
    }

    private boolean beyond(CellId cell, Map<String, Object> event) {
        int done =
                state(cell).map(found -> found.epochsDone(Stage.number(event))).orElse(0);
        return !(event.get("epoch") instanceof Number epoch && epoch.intValue() <= done);
    }
}
