package dev.dither.lab.experiment;

import dev.dither.lab.key.Require;
import java.util.Map;

/**
 * How far a long evaluation is.
 *
 * @param evaluation its name
 * @param done steps done
 * @param of steps in all, as far as it knows
 * @param figures what it found last, by name
 */
public record EvaluationProgress(String evaluation, int done, int of, Map<String, Double> figures) {
    /** Copies and checks. */
    public EvaluationProgress {
        Require.that(0 <= done && done <= of, "progress of " + evaluation + " must be in [0, " + of + "], got " + done);
        figures = Map.copyOf(figures);
    }
}
