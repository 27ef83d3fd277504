package dev.dither.lab.report;

import dev.dither.lab.run.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A chart of series over common positions. Of a line there is the mean over seeds at each position, and the band from the
 * lowest seed to the highest.
 *
 * @param title heading
 * @param axis what lies across
 * @param form how the series are drawn
 * @param spacing how positions lie on the axis
 * @param x the positions, in order
 * @param series what is drawn at them
 * @param marks single positions that are pointed at
 */
record Chart(
        String title, String axis, Form form, Spacing spacing, List<Double> x, List<Series> series, List<Mark> marks) {
    Chart {
        x = List.copyOf(x);
        series = List.copyOf(series);
        marks = List.copyOf(marks);
    }

    /** How series are drawn. */
    enum Form {
        /** As lines with bands. */
        LINES,
        /** As points, both axes on one scale. */
        POINTS,
        /** As bars. */
        BARS
    }

    /** How positions lie on the axis. */
    enum Spacing {
        /** Equal differences are equally far apart. */
        LINEAR,
        /** Equal ratios are. */
        LOGARITHMIC
    }

    /**
     * A position that is pointed at.
     *
     * @param label what it is
     * @param color its color
     * @param at where
     */
    record Mark(String label, int color, double at) {}

    /** Returns this with equal ratios equally far apart; positions must be positive. */
    Chart logarithmic() {
        return new Chart(title, axis, form, Spacing.LOGARITHMIC, x, series, marks);
    }

    /** Returns this with a mark. */
    Chart with(Mark mark) {
        List<Mark> all = new ArrayList<>(marks);
        all.add(mark);
        return new Chart(title, axis, form, spacing, x, series, all);
    }

    /**
     * One series; a value is null where there is none.
     *
     * @param label what it is
     * @param color its color
     * @param repeat how many series before it have the same color
     * @param mean values
     * @param low lower edge of the band, empty without one
     * @param high upper edge of the band, empty without one
     */
    record Series(
            String label,
            int color,
            int repeat,
            List<@Nullable Double> mean,
            List<@Nullable Double> low,
            List<@Nullable Double> high) {
        /** Returns whether there is a band that is wider than the line: seeds that differ. */
        boolean band() {
            return !low.equals(high);
        }
    }

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
                    repeats(series, line.color()),
                    column(x, line.points(), Spread::mean),
                    column(x, line.points(), Spread::min),
                    column(x, line.points(), Spread::max))));
            return new Chart(title, axis, Form.LINES, Spacing.LINEAR, x, series, List.of());
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

    private static int repeats(List<Series> series, int color) {
        return (int) series.stream().filter(before -> before.color() == color).count();
    }
}
