package dev.dither.lab.experiment;

import dev.dither.continual.Strategy;
import dev.dither.lab.key.Default;
import dev.dither.optim.Optimizer;
import dev.dither.optim.Rule;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a method does against forgetting; nothing of it is fine-tuning.
 *
 * @param perturbed gradients at perturbed weights, or absent
 * @param ewc parameters held where they matter for earlier tasks, or absent
 * @param replay examples of earlier tasks seen again, or absent
 */
public record ContinualMethod(
        @Default("null") @Nullable PerturbedPlan perturbed,
        @Default("null") @Nullable ElasticPlan ewc,
        @Default("null") @Nullable ReplayPlan replay) {
    Optimizer optimizer(Rule base) {
        return perturbed == null ? base : perturbed.around(base);
    }

    Strategy strategy() {
        return new Strategy(
                Optional.ofNullable(ewc).map(ElasticPlan::consolidation),
                Optional.ofNullable(replay).map(ReplayPlan::replay));
    }
}
