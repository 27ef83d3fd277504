package dev.dither.lab.experiment;

import dev.dither.lab.key.Default;
import dev.dither.lab.key.Require;
import dev.dither.nn.HiddenNoise;
import dev.dither.nn.Posterior;
import dev.dither.objective.Elbo;
import dev.dither.optim.Schedule;

/**
 * The key {@code posterior} of a method: weights with trained means and variances in its stochastic layers, learned by
 * {@link Elbo}.
 *
 * @param kind how variances are parameterized
 * @param prior what weights are held to
 * @param initialLogAlpha log α at the beginning
 * @param coefficient factor of the divergence; 1 for the bound itself
 * @param schedule what the factor is multiplied by along training
 */
public record PosteriorPlan(
        Posterior kind,
        @Default("log_uniform") WeightPrior prior,
        @Default("-5") double initialLogAlpha,
        @Default("1") double coefficient,
        @Default("constant") Schedule schedule) {
    /** Checks. */
    public PosteriorPlan {
        Require.that(kind != null, "posterior.kind is missing");
        Require.that(prior != null, "posterior.prior is missing");
        Require.that(schedule != null, "posterior.schedule is missing");
        Require.that(
                Math.abs(initialLogAlpha) <= Posterior.CLIP,
                "posterior.initialLogAlpha must be in [-" + Posterior.CLIP + ", " + Posterior.CLIP + "], got "
                        + initialLogAlpha);
        Require.that(
                coefficient >= 0 && coefficient < Double.POSITIVE_INFINITY,
                "posterior.coefficient must be finite and >= 0, got " + coefficient);
    }

    HiddenNoise noise() {
        return new HiddenNoise.Variational(kind, initialLogAlpha);
    }

    /** Returns the bound for so many training examples. */
    Elbo objective(long examples) {
        return new Elbo(examples, prior.prior(), coefficient, schedule);
    }
}
