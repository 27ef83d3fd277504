package dev.dither.lab.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Points of several kinds in one plane. */
final class Scatter {
    private final String title;
    private final String axis;
    private final Palette kinds;
    private final List<Point> points = new ArrayList<>();

    private record Point(String kind, double x, double y) {}

    /** Begins a picture in which kinds have the colors of a palette. */
    Scatter(String title, String axis, Palette kinds) {
        this.title = title;
        this.axis = axis;
        this.kinds = kinds;
    }

    void add(String kind, double x, double y) {
        points.add(new Point(kind, x, y));
    }

    Chart chart() {
        List<Point> sorted =
                points.stream().sorted(Comparator.comparingDouble(Point::x)).toList();
        List<Chart.Series> series = points.stream()
                .map(Point::kind)
                .distinct()
                .map(kind -> new Chart.Series(kind, kinds.color(kind), 0, column(sorted, kind), List.of(), List.of()))
                .toList();
        List<Double> x = sorted.stream().map(Point::x).toList();
        return new Chart(title, axis, Chart.Form.POINTS, Chart.Spacing.LINEAR, x, series, List.of());
    }

    private static List<@Nullable Double> column(List<Point> sorted, String kind) {
        List<@Nullable Double> column = new ArrayList<>();
        sorted.forEach(point -> column.add(point.kind().equals(kind) ? point.y() : null));
        return column;
    }
}
