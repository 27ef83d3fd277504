package dev.dither.lab.experiment;

import dev.dither.continual.Replay;
import dev.dither.lab.key.Default;
import dev.dither.lab.key.Require;

/**
 * Examples of earlier tasks that a method sees again.
 *
 * @param perTask how many are remembered of each task
 * @param choice which
 * @param inBatch how many of them each batch has beside its own
 */
public record ReplayPlan(
        @Default("200") int perTask,
        @Default("reservoir") Replay.Choice choice,
        @Default("64") int inBatch) {
    /** Checks. */
    public ReplayPlan {
        Require.that(choice != null, "replay.choice is missing");
        new Replay(perTask, choice, inBatch);
    }

    Replay replay() {
        return new Replay(perTask, choice, inBatch);
    }
}
