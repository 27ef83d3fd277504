package dev.dither.lab.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many values lie where: bars of equal width between the least and the greatest, about √n of them. */
final class Histogram {
    private static final int MOST = 40;

    /** Width of the one bar of values that are all equal. */
    private static final double NARROWEST = 1e-3;

    private Histogram() {}

    /** Returns the bars of some values, which are finite, and at least one. */
    static Chart chart(String title, String axis, String what, Collection<Double> values) {
        Spread spread = Spread.of(values);
        boolean equal = spread.max() <= spread.min();
        int bars = equal ? 1 : (int) Math.min(MOST, Math.ceil(Math.sqrt(values.size())));
        double width = equal ? NARROWEST : (spread.max() - spread.min()) / bars;
        double from = equal ? spread.min() - width / 2 : spread.min();
        long[] counts = new long[bars];
        values.forEach(value -> counts[Math.min(bars - 1, (int) ((value - from) / width))]++);
        List<Double> middles = new ArrayList<>();
        List<@Nullable Double> heights = new ArrayList<>();
        for (int i = 0; i < bars; i++) {
            middles.add(from + (i + 0.5) * width);
            heights.add((double) counts[i]);
        }
        Chart.Series series = new Chart.Series(what, 0, 0, heights, List.of(), List.of());
        return new Chart(title, axis, Chart.Form.BARS, Chart.Spacing.LINEAR, middles, List.of(series), List.of());
    }
}
