package dev.dither.lab.experiment;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A figure of an evaluation, before it becomes a row of its cell.
 *
 * @param metric name, {@code testAccuracy}; one measured along an axis ends with its position, {@code accuracy@radius=0.1}
 * @param value the figure
 * @param draws noisy passes behind it, 0 for a deterministic one
 * @param stderr standard error over the draws, empty where there is none
 */
record Figure(String metric, double value, int draws, OptionalDouble stderr) {
    Figure {
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(stderr, "stderr");
    }

    /** Returns a figure of the mean network. */
    static Figure of(String metric, double value) {
        return of(metric, value, 0);
    }

    /** Returns a number of things. */
    static Figure count(String metric, long count) {
        return of(metric, (double) count);
    }

    /** Returns a figure without a standard error. */
    static Figure of(String metric, double value, int draws) {
        return new Figure(metric, value, draws, OptionalDouble.empty());
    }
}
