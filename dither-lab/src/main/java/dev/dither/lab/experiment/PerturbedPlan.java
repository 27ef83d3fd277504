package dev.dither.lab.experiment;

import dev.dither.nn.NoiseFamily;
import dev.dither.optim.Optimizer;
import dev.dither.optim.Perturbation;
import dev.dither.optim.Perturbed;
import dev.dither.optim.Rule;
import java.util.List;

/**
 * Gradients taken at perturbed weights (NVRM).
 *
 * @param scale size of the noise, 0 for none
 * @param family what the noise follows
 * @param measure whether {@code scale} is the family's own or the standard deviation
 * @param decay where weight decay is taken: at perturbed weights, as published, or at clean ones
 */
public record PerturbedPlan(
        double scale,
        @Default("gaussian") NoiseFamily family,
        @Default("scale") Perturbation.Measure measure,
        @Default("published") Decay decay) {
    /** Where weight decay is taken. */
    public enum Decay {
        /** At perturbed weights. */
        PUBLISHED {
            @Override
            Optimizer around(Rule base, Perturbation noise) {
                return Perturbed.asPublished(base, noise);
            }
        },
        /** At clean weights. */
        CLEAN {
            @Override
            Optimizer around(Rule base, Perturbation noise) {
                return new Perturbed(base, noise);
            }
        };

        abstract Optimizer around(Rule base, Perturbation noise);
    }

    /** Checks. */
    public PerturbedPlan {
        Require.that(
                0 <= scale && scale < Double.POSITIVE_INFINITY,
                "perturbed.scale must be finite and not negative, got " + scale);
        Require.that(family != null, "perturbed.family is missing");
        Require.that(measure != null, "perturbed.measure is missing");
        Require.that(decay != null, "perturbed.decay is missing");
    }

    /** Returns an optimizer that moves by {@code base} with gradients taken elsewhere. */
    Optimizer around(Rule base) {
        return decay.around(base, new Perturbation(family, scale, measure, List.of()));
    }
}
