package dev.dither.attack;

import java.util.Locale;

/**
 * A count out of a number of examples, with its binomial uncertainty.
 *
 * <p>Formula: Wilson's interval, (p + z²/2n ± z √(p (1 − p)/n + z²/4n²)) / (1 + z²/n), z = 1.96 for 95 %.
 *
 * <p>Numerics: unlike p ± z √(p (1 − p)/n) it says something at p = 0 and p = 1, where robust accuracies often are.
 *
 * <p>Reference: Wilson, Probable Inference, 1927.
 *
 * @param count how many
 * @param of out of how many, at least 1
 */
public record Proportion(int count, int of) {
    private static final double Z = 1.959963984540054;
    private static final double Z_ONE_SIDED = 1.6448536269514722;

    /** Checks. */
    public Proportion {
        Require.atLeastOne("proportion.of", of);
        Require.that(0 <= count && count <= of, "proportion.count must be in 0 … " + of + ", got " + count);
    }

    /** Returns count / of. */
    public double value() {
        return (double) count / of;
    }

    /** Returns the lower end of the 95 % interval. */
    public double lower() {
        return Math.max(0, center() - halfWidth());
    }

    /** Returns the upper end of the 95 % interval. */
    public double upper() {
        return Math.min(1, center() + halfWidth());
    }

    /**
     * Returns whether this is above another by more than {@code slack} and chance, at 5 %, one-sided.
     *
     * <p>Formula: p₁ − p₂ − slack &gt; 1.645 √(p₁ (1 − p₁)/n₁ + p₂ (1 − p₂)/n₂). For counts of the same examples, which move
     * together, this is cautious.
     */
    public boolean clearlyAbove(Proportion other, double slack) {
        return value() - other.value() - slack > Z_ONE_SIDED * Math.sqrt(variance() + other.variance());
    }

    private double variance() {
        return value() * (1 - value()) / of;
    }

    private double center() {
        return (value() + Z * Z / (2 * of)) / (1 + Z * Z / of);
    }

    private double halfWidth() {
        return Z * Math.sqrt(variance() + Z * Z / (4.0 * of * of)) / (1 + Z * Z / of);
    }

    /** Returns for example {@code 62.5 % (30.6 to 86.3)}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f %% (%.1f to %.1f)", 100 * value(), 100 * lower(), 100 * upper());
    }
}
