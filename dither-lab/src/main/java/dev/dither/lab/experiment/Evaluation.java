package dev.dither.lab.experiment;

import dev.dither.data.Examples;
import java.util.List;

/**
 * Something asked about every trained cell: how well it predicts, which labels it doubts, how it fares when pruned.
 *
 * <p>A plan has those that its sections ask for, see {@link Plan#evaluations}; the record of a section may be the
 * evaluation itself. What is found goes into the run directory; what of it is
 * neither a row nor a picture gets into the report by a chapter of {@code dev.dither.lab.report}.
 *
 * <p>Numerics: a cell that is interrupted is evaluated again from its trained network, so an evaluation draws from keys
 * below {@link Trained#root} alone. A long one keeps its state on its {@link Bench} and goes on bit by bit.
 */
interface Evaluation {
    /** Returns a word for progress and state, the same whatever the settings: {@code prediction}. */
    String name();

    /** Returns the metrics that say most, without the noise rate: what to look at first, and what a terminal shows. */
    List<String> headlines();

    /** Refuses what cannot be asked of the networks of a plan, before anything of a run is there. */
    default void check(Plan plan, Examples train) {}

    /** Returns whether it can be asked of an ensemble, by {@link Trained#ensemble}; one that cannot is refused for methods with members. */
    default boolean takesEnsembles() {
        return false;
    }

    /** Evaluates; the network, which has the values of the last epoch, is left as it was. */
    Findings evaluate(Trained trained, Bench bench);
}
