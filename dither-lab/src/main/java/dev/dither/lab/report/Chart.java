package dev.dither.lab.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** A line chart: for each series the mean over seeds at each x, and the band from the lowest seed to the highest. */
record Chart(String title, String axis, List<Double> x, List<Series> series) {

    /** One line; a value is null where there is none. */
    record Series(String label, int color, List<Double> mean, List<Double> low, List<Double> high) {}

    static final class Builder {
        private final String title;
        private final String axis;
        private final Map<String, Integer> colors = new LinkedHashMap<>();
        private final Map<String, Map<Double, Spread>> points = new LinkedHashMap<>();

        Builder(String title, String axis) {
            this.title = title;
            this.axis = axis;
        }

        void add(String label, int color, double x, Spread spread) {
            colors.put(label, color);
            points.computeIfAbsent(label, l -> new TreeMap<>()).put(x, spread);
        }

        Chart build() {
            TreeSet<Double> xs = new TreeSet<>();
            points.values().forEach(line -> xs.addAll(line.keySet()));
            List<Double> x = List.copyOf(xs);
            List<Series> series = new ArrayList<>();
            points.forEach((label, line) -> series.add(new Series(
                    label,
                    colors.get(label),
                    column(x, line, Spread::mean),
                    column(x, line, Spread::min),
                    column(x, line, Spread::max))));
            return new Chart(title, axis, x, series);
        }

        private static List<Double> column(List<Double> x, Map<Double, Spread> line, ToDoubleFunction<Spread> part) {
            List<Double> column = new ArrayList<>();
            for (double at : x) {
                Spread spread = line.get(at);
                double value = spread == null ? Double.NaN : part.applyAsDouble(spread);
                column.add(Double.isFinite(value) ? value : null);
            }
            return column;
        }
    }
}
