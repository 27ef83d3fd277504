package dev.dither.lab.experiment;

import dev.dither.lab.key.Default;
import dev.dither.lab.key.Require;
import dev.dither.optim.Optimizer;
import dev.dither.optim.Rule;
import dev.dither.optim.Sam;

/**
 * The key {@code sam} of a method: gradients where the loss is highest nearby, see {@link Sam}.
 *
 * @param radius how far away; 0 gives the bits of the rule alone
 * @param adaptive whether distances are relative to the size of each weight
 */
public record SamPlan(double radius, @Default("false") boolean adaptive) implements AroundRule {
    /** Checks. */
    public SamPlan {
        Require.that(
                0 <= radius && radius < Double.POSITIVE_INFINITY, "sam.radius must be finite and >= 0, got " + radius);
    }

    @Override
    public String key() {
        return "sam";
    }

    @Override
    public Optimizer around(Rule rule) {
        return adaptive ? Sam.adaptive(rule, radius) : Sam.of(rule, radius);
    }
}
