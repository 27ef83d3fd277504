package dev.dither.lab.experiment;

import dev.dither.lab.key.Default;
import dev.dither.lab.key.Require;
import dev.dither.objective.ImportanceWeighted;
import dev.dither.objective.ImportanceWeighted.Weighting;
import dev.dither.objective.Likelihood;

/**
 * The key {@code importanceWeighted} of a method: several draws of the noise for each example of a step, see {@link
 * ImportanceWeighted}.
 *
 * @param draws how many
 * @param weighting how they are weighed
 */
public record ImportancePlan(
        int draws, @Default("likelihood") Weighting weighting) {
    /** Checks. */
    public ImportancePlan {
        Require.that(draws >= 1, "importanceWeighted.draws must be at least 1, got " + draws);
        Require.that(weighting != null, "importanceWeighted.weighting is missing");
    }

    /** Returns the objective by several draws. */
    ImportanceWeighted around(Likelihood inner, int drawsAtATime) {
        return new ImportanceWeighted(inner, draws, weighting, drawsAtATime);
    }
}
