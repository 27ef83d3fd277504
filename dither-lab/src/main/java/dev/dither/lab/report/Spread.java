package dev.dither.lab.report;

import java.util.Collection;

/** Mean, sample standard deviation (NaN for one value) and extremes of a figure over seeds. */
record Spread(int n, double mean, double stddev, double min, double max) {

    static Spread of(Collection<Double> values) {
        double mean = values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
        double squares =
                values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        double stddev = values.size() > 1 ? Math.sqrt(squares / (values.size() - 1)) : Double.NaN;
        double min = values.stream().mapToDouble(v -> v).min().orElse(Double.NaN);
        double max = values.stream().mapToDouble(v -> v).max().orElse(Double.NaN);
        return new Spread(values.size(), mean, stddev, min, max);
    }
}
