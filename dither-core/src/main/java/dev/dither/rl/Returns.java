package dev.dither.rl;

import java.util.Arrays;

/** What is made of the discounted returns of an episode before they weigh its actions. */
public enum Returns {
    /** Nothing. */
    PLAIN {
        @Override
        double[] weights(double[] returns) {
            return returns;
        }
    },
    /**
     * Their mean is subtracted, and they are divided by their standard deviation: a baseline and a scale from the episode
     * itself.
     *
     * <p>Numerics: the deviation is that of the returns themselves, divided by their number, plus 10⁻⁸; returns that are all
     * alike become 0.
     */
    STANDARDIZED {
        @Override
        double[] weights(double[] returns) {
            double mean = Arrays.stream(returns).average().orElse(0);
            double variance = Arrays.stream(returns)
                    .map(g -> (g - mean) * (g - mean))
                    .average()
                    .orElse(0);
            return Arrays.stream(returns)
                    .map(g -> (g - mean) / (Math.sqrt(variance) + FLOOR))
                    .toArray();
        }
    };

    private static final double FLOOR = 1e-8;

    abstract double[] weights(double[] returns);

    /** Returns a weight for each step, from Gₜ = rₜ + discount · Gₜ₊₁. */
    public double[] of(double[] rewards, double discount) {
        double[] returns = new double[rewards.length];
        double following = 0;
        for (int t = rewards.length - 1; t >= 0; t--) {
            following = rewards[t] + discount * following;
            returns[t] = following;
        }
        return weights(returns);
    }
}
