package dev.dither.lab.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many values lie where: bars of equal width, about √n of them.
 *
 * <p>Numerics: accuracies are multiples of a share. Bars are as wide as a whole number of the smallest differences, so that none
 * holds more of the possible values than another.
 */
final class Histogram {
    private static final int MOST = 40;

    /** Width of the one bar of values that are all equal. */
    private static final double NARROWEST = 1e-3;

    /** Differences below are those of rounding. */
    private static final double SAME = 1e-9;

    private Histogram() {}

    /** Returns the bars of some values, which are finite, and at least one. */
    static Chart chart(String title, String axis, String what, Collection<Double> values) {
        double least = Collections.min(values);
        double reach = Collections.max(values) - least;
        double step = step(values);
        double wanted = reach / Math.min(MOST, Math.ceil(Math.sqrt(values.size())));
        double width = step * Math.max(1, Math.round(wanted / step));
        long[] counts = new long[(int) Math.floor((reach + step / 2) / width) + 1];
        values.forEach(value -> counts[(int) ((value - least + step / 2) / width)]++);
        List<Double> middles = new ArrayList<>();
        List<@Nullable Double> heights = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            middles.add(least - step / 2 + (i + 0.5) * width);
            heights.add((double) counts[i]);
        }
        Chart.Series series = new Chart.Series(what, 0, 0, heights, List.of(), List.of());
        return new Chart(title, axis, Chart.Form.BARS, Chart.Spacing.LINEAR, middles, List.of(series), List.of());
    }

    /** Returns the smallest difference of two values. */
    private static double step(Collection<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        double step = Double.POSITIVE_INFINITY;
        for (int i = 1; i < sorted.size(); i++) {
            double difference = sorted.get(i) - sorted.get(i - 1);
            step = difference > SAME ? Math.min(step, difference) : step;
        }
        return Double.isInfinite(step) ? NARROWEST : step;
    }
}
