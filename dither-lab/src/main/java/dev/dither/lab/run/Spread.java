package dev.dither.lab.run;

import java.util.Collection;

/**
 * Mean, sample standard deviation and extremes of a figure over seeds.
 *
 * @param n number of seeds
 * @param mean their mean
 * @param stddev their standard deviation, NaN for one seed
 * @param min the least
 * @param max the greatest
 */
public record Spread(int n, double mean, double stddev, double min, double max) {
    /** Returns the spread of some figures; without any, all but their number is NaN. */
    public static Spread of(Collection<Double> values) {
        double min = values.stream().mapToDouble(v -> v).min().orElse(Double.NaN);
        double max = values.stream().mapToDouble(v -> v).max().orElse(Double.NaN);
        // the sum of equal numbers is rounded, and would give them a spread
        double mean =
                min == max ? min : values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
        double squares =
                values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        double stddev = values.size() > 1 ? Math.sqrt(squares / (values.size() - 1)) : Double.NaN;
        return new Spread(values.size(), mean, stddev, min, max);
    }
}
