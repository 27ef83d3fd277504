package dev.dither.lab.experiment;

import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.source.LoadedData;
import dev.dither.train.EpochEnded;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Where the cells of a study are worked on: all that its cells share is there, read and checked. */
interface Workshop {
    /** Returns the workshop of a study; what it cannot do is refused now, before anything of a run is there. */
    static Workshop of(Study study, Path dataDir) {
        if (study instanceof ReinforcementPlan play) {
            return new Playing(play);
        }
        if (study instanceof DivergencePlan divergences) {
            return new Divergences(divergences);
        }
        if (study instanceof ContinualPlan continual) {
            return Forgetting.of(continual, continual.load(dataDir));
        }
        if (study instanceof CaptioningPlan captioning) {
            return Captioning.of(captioning, captioning.data().load(dataDir));
        }
        Plan plan = (Plan) study;
        return new Classifying(plan, plan.load(dataDir));
    }

    /** Returns the checksums of the data, by file. */
    Map<String, ?> checksums();

    /** Returns what training a cell consists of, empty where that depends on what is learned. */
    default Optional<Effort> effort(CellId cell) {
        return Optional.empty();
    }

    /** Returns {@link #effort} where it is known. */
    default Effort foreseen(CellId cell) {
        return effort(cell).orElseThrow();
    }

    /** Whether all of these cells, and there are some, are known to consist of so many steps. */
    default boolean isForeseeable(List<CellId> cells) {
        return !cells.isEmpty() && cells.stream().allMatch(cell -> effort(cell).isPresent());
    }

    /** Returns what some cells will take in a line, if that is long and known. */
    default Optional<String> ahead(List<CellId> cells) {
        return isForeseeable(cells) ? Estimate.ifLong(cells, this::foreseen).map(Estimate::words) : Optional.empty();
    }

    /**
     * Trains and evaluates a cell.
     *
     * @param from where to go on, or empty to start
     * @param listener called whenever there is a state to go on from
     */
    Cell.Result run(Work work, Optional<CellState> from, BiConsumer<EpochEnded, CellState> listener);

    /**
     * A cell and where it leaves what it finds.
     *
     * @param run the run
     * @param cell the cell
     * @param listeners who hears of its evaluations
     */
    record Work(RunDirectory run, CellId cell, List<RunListener> listeners) {
        /** Copies. */
        public Work {
            listeners = List.copyOf(listeners);
        }
    }

    /** Networks trained on examples with labels. */
    record Classifying(Plan plan, LoadedData data) implements Workshop {
        @Override
        public Map<String, ?> checksums() {
            return data.checksums();
        }

        @Override
        public Optional<Effort> effort(CellId cell) {
            return Optional.of(Effort.of(plan, data.train(), cell));
        }

        @Override
        public Cell.Result run(Work work, Optional<CellState> from, BiConsumer<EpochEnded, CellState> listener) {
            return new Cell(plan, work.run(), work.cell(), work.listeners()).run(data, from, listener);
        }
    }
}
