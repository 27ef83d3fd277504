package dev.dither.lab.experiment;

import dev.dither.lab.key.Default;
import dev.dither.lab.key.Require;
import dev.dither.optim.NoisyUpdate;
import dev.dither.optim.Optimizer;
import dev.dither.optim.Perturbation;
import dev.dither.optim.Rule;
import org.jspecify.annotations.Nullable;

/**
 * The key {@code noisyUpdate} of a method: Gaussian noise that stays in the weights, see {@link NoisyUpdate}.
 *
 * @param scale its standard deviation in each step, for perturbed SGD; or absent
 * @param temperature that of Langevin dynamics; or absent
 */
public record NoisyUpdatePlan(
        @Default("null") @Nullable Double scale,
        @Default("null") @Nullable Double temperature) implements AroundRule {
    /** Checks. */
    public NoisyUpdatePlan {
        Require.that(
                (scale == null) != (temperature == null),
                "noisyUpdate needs scale or temperature, one of the two: got scale " + scale + " and temperature "
                        + temperature);
        requireSize("scale", scale);
        requireSize("temperature", temperature);
    }

    private static void requireSize(String key, @Nullable Double size) {
        Require.that(
                size == null || (0 <= size && size < Double.POSITIVE_INFINITY),
                "noisyUpdate." + key + " must be finite and >= 0, got " + size);
    }

    @Override
    public String key() {
        return "noisyUpdate";
    }

    @Override
    public Optimizer around(Rule rule) {
        return new NoisyUpdate(rule, size());
    }

    private NoisyUpdate.Size size() {
        if (scale != null) {
            return new NoisyUpdate.Constant(Perturbation.gaussian(scale));
        }
        return new NoisyUpdate.Langevin(temperature == null ? 0 : temperature);
    }
}
