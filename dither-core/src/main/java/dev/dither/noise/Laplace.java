package dev.dither.noise;

import dev.dither.rng.RandomKey;
import java.util.SplittableRandom;

/**
 * Laplace distribution with density exp(−|x − mean| / scale) / (2 scale).
 *
 * @param mean centre
 * @param scale b; the standard deviation is b √2
 */
public record Laplace(double mean, double scale) implements Distribution {
    /** Checks. */
    public Laplace {
        Guard.finite("laplace.mean", mean);
        Guard.positive("laplace.scale", scale);
    }

    @Override
    public double variance() {
        return 2 * scale * scale;
    }

    /** Returns 1 + log(2 b). */
    @Override
    public double entropy() {
        return 1 + Math.log(2 * scale);
    }

    /**
     * Returns KL(this ‖ other) in nats.
     *
     * <p>Formula: log(b₂ / b₁) + (b₁ e^(−d / b₁) + d) / b₂ − 1, d = |μ₁ − μ₂|.
     */
    public double kl(Laplace other) {
        double distance = Math.abs(mean - other.mean);
        return Math.log(other.scale / scale) + (scale * Math.exp(-distance / scale) + distance) / other.scale - 1;
    }

    @Override
    public void fill(RandomKey key, float[] target) {
        SplittableRandom generator = key.generator();
        for (int i = 0; i < target.length; i++) {
            // 1 − u is in (0, 1], so the logarithm is finite
            double size = -scale * Math.log(1 - generator.nextDouble());
            target[i] = (float) (mean + (generator.nextBoolean() ? size : -size));
        }
    }
}
