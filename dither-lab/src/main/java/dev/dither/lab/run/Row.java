package dev.dither.lab.run;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * One measured figure: a line of {@code rows.csv}.
 *
 * @param run name of the run directory
 * @param seed seed of the repetition
 * @param method what was measured, for example {@code baseline}
 * @param metric name of the figure, for example {@code testAccuracy} or {@code testAccuracy@noise=0.4}
 * @param value the figure; NaN when the repetition diverged
 * @param draws draws of the network's noise behind the figure, 0 for a deterministic one
 * @param stderr standard error over the draws, empty when there is none
 */
public record Row(String run, long seed, String method, String metric, double value, int draws, OptionalDouble stderr) {

    public Row {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(stderr, "stderr");
        if (!(draws >= 0)) {
            throw new IllegalArgumentException("draws must be at least 0, got " + draws);
        }
    }
}
