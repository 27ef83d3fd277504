package dev.dither.noise;

import dev.dither.rng.RandomKey;

/** A distribution of one real number. */
public sealed interface Distribution permits Gaussian, Laplace, Uniform, Rademacher {
    /** Returns the mean. */
    double mean();

    /** Returns the variance. */
    double variance();

    /** Returns the standard deviation. */
    default double stddev() {
        return Math.sqrt(variance());
    }

    /**
     * Returns the entropy in nats: differential, −∫ p log p, for the continuous families, −Σ p log p for Rademacher.
     */
    double entropy();

    /** Fills {@code target} with independent draws. */
    void fill(RandomKey key, float[] target);
}
