package dev.dither.attack;

import dev.dither.tensor.Tensor;

/**
 * The box of inputs: what a feature may be.
 *
 * <p>Units: those of the features that the network takes. For images whose bytes were divided by 255 that is {@link #UNIT}.
 *
 * @param lower least value of a feature
 * @param upper greatest value of a feature
 */
public record Bounds(double lower, double upper) {
    /** Pixels in [0, 1]. */
    public static final Bounds UNIT = new Bounds(0, 1);

    /** Checks. */
    public Bounds {
        Require.that(Double.isFinite(lower), "bounds.lower must be finite, got " + lower);
        Require.that(
                lower < upper && upper < Double.POSITIVE_INFINITY,
                "bounds.upper must be finite and above lower = " + lower + ", got " + upper);
    }

    /** Returns upper − lower. */
    public double width() {
        return upper - lower;
    }

    /** Returns the nearest point in the box. */
    public Tensor clamp(Tensor x) {
        return x.clamp(lower, upper);
    }

    /**
     * Checks that examples lie in the box.
     *
     * @throws IllegalArgumentException if one does not: their true box is unknown, and an attack within this one would
     *     mean nothing
     */
    public void require(Tensor x) {
        double least = x.least();
        double greatest = x.greatest();
        Require.that(
                lower <= least && greatest <= upper,
                "attack: examples must lie in the bounds [" + lower + ", " + upper + "], got values from " + least
                        + " to "
                        + greatest + "; give the bounds of the features that the network takes, or train it on inputs "
                        + "that are not standardized");
    }
}
