package dev.dither.lab.experiment;

import dev.dither.lab.key.Default;
import dev.dither.lab.key.Require;
import org.jspecify.annotations.Nullable;

/**
 * A way to learn captions.
 *
 * @param dropProbability dropout of the outputs of the memory, or absent: that of the plan
 * @param importanceWeighted several draws of it for each caption, weighted by the likelihood of the whole caption, or absent: one draw
 */
public record CaptioningMethod(
        @Default("null") @Nullable Double dropProbability,
        @Default("null") @Nullable ImportancePlan importanceWeighted) {
    /** Checks. */
    public CaptioningMethod {
        Require.that(
                dropProbability == null || (0 <= dropProbability && dropProbability < 1),
                "dropProbability must be in [0, 1), got " + dropProbability);
    }
}
