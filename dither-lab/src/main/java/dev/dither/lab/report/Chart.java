package dev.dither.lab.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A line chart: for each series the mean over seeds at each x, and the band from the lowest seed to the highest. */
record Chart(String title, String axis, Spacing spacing, List<Double> x, List<Series> series) {
    /** How positions lie on the axis. */
    enum Spacing {
        /** Equal differences are equally far apart. */
        LINEAR,
        /** Equal ratios are. */
        LOGARITHMIC
    }

    /** Returns this with equal ratios equally far apart; positions must be positive. */
    Chart logarithmic() {
        return new Chart(title, axis, Spacing.LOGARITHMIC, x, series);
    }

    /** One line; a value is null where there is none. */
    record Series(
            String label,
            int color,
            List<@Nullable Double> mean,
            List<@Nullable Double> low,
            List<@Nullable Double> high) {}

    static final class Builder {
        private final String title;
        private final String axis;
        private final Map<String, Line> lines = new LinkedHashMap<>();

        private record Line(int color, SortedMap<Double, Spread> points) {}

        Builder(String title, String axis) {
            this.title = title;
            this.axis = axis;
        }

        void add(String label, int color, double x, Spread spread) {
            lines.computeIfAbsent(label, l -> new Line(color, new TreeMap<>()))
                    .points()
                    .put(x, spread);
        }

        Chart build() {
            TreeSet<Double> xs = new TreeSet<>();
            lines.values().forEach(line -> xs.addAll(line.points().keySet()));
            List<Double> x = List.copyOf(xs);
            List<Series> series = new ArrayList<>();
            lines.forEach((label, line) -> series.add(new Series(
                    label,
                    line.color(),
                    column(x, line.points(), Spread::mean),
                    column(x, line.points(), Spread::min),
                    column(x, line.points(), Spread::max))));
            return new Chart(title, axis, Spacing.LINEAR, x, series);
        }

        private static List<@Nullable Double> column(
                List<Double> x, Map<Double, Spread> line, ToDoubleFunction<Spread> part) {
            List<@Nullable Double> column = new ArrayList<>();
            for (double at : x) {
                Spread spread = line.get(at);
                double value = spread == null ? Double.NaN : part.applyAsDouble(spread);
                column.add(Double.isFinite(value) ? value : null);
            }
            return column;
        }
    }
}
