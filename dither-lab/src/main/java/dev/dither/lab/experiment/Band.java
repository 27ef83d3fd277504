package dev.dither.lab.experiment;

import dev.dither.lab.key.Require;

/**
 * A range of a mean over seeds.
 *
 * @param atLeast lower end
 * @param atMost upper end
 */
public record Band(double atLeast, double atMost) {
    /** Checks the ends. */
    public Band {
        Require.that(atLeast <= atMost, "accept.band must have atLeast <= atMost, got " + atLeast + " and " + atMost);
    }

    boolean holds(double value) {
        return atLeast <= value && value <= atMost;
    }
}
