package dev.dither.noise;

import dev.dither.rng.RandomKey;
import java.util.SplittableRandom;

/**
 * Two values, mean − scale and mean + scale, equally likely: a centred, scaled Bernoulli distribution.
 *
 * @param mean centre
 * @param scale distance of both values from it, the standard deviation
 */
public record Rademacher(double mean, double scale) implements Distribution {
    /** Checks. */
    public Rademacher {
        Guard.finite("rademacher.mean", mean);
        Guard.positive("rademacher.scale", scale);
    }

    @Override
    public double variance() {
        return scale * scale;
    }

    /** Returns log 2. */
    @Override
    public double entropy() {
        return Math.log(2);
    }

    @Override
    public void fill(RandomKey key, float[] target) {
        SplittableRandom generator = key.generator();
        for (int i = 0; i < target.length; i++) {
            target[i] = (float) (generator.nextBoolean() ? mean + scale : mean - scale);
        }
    }
}
