package dev.dither.noise;

import dev.dither.rng.RandomKey;

/**
 * Uniform distribution on [mean − scale, mean + scale).
 *
 * @param mean centre
 * @param scale half width; the standard deviation is scale / √3
 */
public record Uniform(double mean, double scale) implements Distribution {
    /** Checks. */
    public Uniform {
        Guard.finite("uniform.mean", mean);
        Guard.positive("uniform.scale", scale);
    }

    @Override
    public double variance() {
        return scale * scale / 3;
    }

    /** Returns log(2 scale). */
    @Override
    public double entropy() {
        return Math.log(2 * scale);
    }

    /** Returns KL(this ‖ other) in nats: log of the ratio of widths, infinite unless this lies inside the other. */
    public double kl(Uniform other) {
        boolean inside = other.mean - other.scale <= mean - scale && mean + scale <= other.mean + other.scale;
        return inside ? Math.log(other.scale / scale) : Double.POSITIVE_INFINITY;
    }

    @Override
    public void fill(RandomKey key, float[] target) {
        key.fillUniform(target);
        for (int i = 0; i < target.length; i++) {
            target[i] = (float) (mean + scale * (2.0 * target[i] - 1));
        }
    }
}
