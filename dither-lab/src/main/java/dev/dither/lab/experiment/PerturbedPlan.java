package dev.dither.lab.experiment;

import dev.dither.nn.NoiseFamily;
import dev.dither.optim.Optimizer;
import dev.dither.optim.Perturbation;
import dev.dither.optim.Perturbed;
import dev.dither.optim.Rule;

/**
 * The key {@code perturbed} of a method: gradients at randomly perturbed weights, see {@link Perturbed}.
 *
 * @param scale how large the noise is; 0 gives the bits of the rule alone
 * @param family what it follows
 * @param measure what the scale says
 * @param decay at which weights weight decay is taken
 */
public record PerturbedPlan(
        double scale,
        @Default("gaussian") NoiseFamily family,
        @Default("scale") Perturbation.Measure measure,
        @Default("published") Decay decay) {
    /** At which weights weight decay is taken. */
    public enum Decay {
        /** At the perturbed ones, as in the authors' code. */
        PUBLISHED,
        /** At the clean ones. */
        CLEAN
    }

    /** Checks. */
    public PerturbedPlan {
        Require.that(
                0 <= scale && scale < Double.POSITIVE_INFINITY,
                "perturbed.scale must be finite and >= 0, got " + scale);
        Require.that(family != null, "perturbed.family is missing");
        Require.that(measure != null, "perturbed.measure is missing");
        Require.that(decay != null, "perturbed.decay is missing");
    }

    /** Returns the optimizer around a rule. */
    Optimizer around(Rule rule) {
        Perturbation noise = Perturbation.of(family, scale).with(measure);
        return decay == Decay.PUBLISHED ? Perturbed.asPublished(rule, noise) : new Perturbed(rule, noise);
    }
}
