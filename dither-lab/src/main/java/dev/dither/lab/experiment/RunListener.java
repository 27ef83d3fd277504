package dev.dither.lab.experiment;

import dev.dither.lab.run.RunDirectory;
import dev.dither.train.EpochEnded;

/** Hears what happens in a run, and changes nothing; an exception of it ends the run, which can then be resumed. */
public interface RunListener {
    /** A run begins or goes on; its directory can be resumed from now on. */
    default void runBegins(RunDirectory run) {}

    /** The cells that are left will take long: how long about, in a line. */
    default void estimated(String words) {}

    /** A cell begins with its first stage, or goes on after some epochs of a stage. */
    default void cellBegins(CellId cell, Stage stage, int epochsDone) {}

    /** An epoch is over, and its event and checkpoint are on disk. */
    default void epochEnded(CellId cell, Stage stage, EpochEnded epoch) {}

    /** A long evaluation of a trained cell is some steps further. */
    default void evaluationAdvanced(CellId cell, EvaluationProgress progress) {}
}
