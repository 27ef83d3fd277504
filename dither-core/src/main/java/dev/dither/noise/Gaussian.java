package dev.dither.noise;

import dev.dither.rng.RandomKey;

/**
 * Normal distribution N(mean, stddev²).
 *
 * @param mean μ
 * @param stddev σ
 */
public record Gaussian(double mean, double stddev) implements Distribution {
    /** Checks. */
    public Gaussian {
        Guard.finite("gaussian.mean", mean);
        Guard.positive("gaussian.stddev", stddev);
    }

    @Override
    public double variance() {
        return stddev * stddev;
    }

    /** Returns ½ log(2πe) + log σ. */
    @Override
    public double entropy() {
        return 0.5 * Math.log(2 * Math.PI * Math.E) + Math.log(stddev);
    }

    /**
     * Returns KL(this ‖ other) in nats.
     *
     * <p>Formula: ½ (z² + r² − 1) − log r, r = σ₁ / σ₂, z = (μ₁ − μ₂) / σ₂.
     *
     * <p>Numerics: {@code expm1} keeps it exact when the two are close.
     */
    public double kl(Gaussian other) {
        double logRatio = Math.log(stddev / other.stddev);
        double z = (mean - other.mean) / other.stddev;
        return 0.5 * (z * z + Math.expm1(2 * logRatio)) - logRatio;
    }

    @Override
    public void fill(RandomKey key, float[] target) {
        key.fillNormal(target);
        for (int i = 0; i < target.length; i++) {
            target[i] = (float) (mean + stddev * target[i]);
        }
    }
}
