package dev.dither.lab.report;

import dev.dither.lab.run.Row;
import dev.dither.lab.run.Spread;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The rows of a section by condition, metric and seed; figures with different draws stay apart. */
final class Figures {
    private final Map<Condition, Map<String, Map<Long, Row>>> rows = new LinkedHashMap<>();
    private final Set<String> metrics = new LinkedHashSet<>();
    private final Map<Axis, SortedMap<Double, String>> sweeps = new LinkedHashMap<>();

    /** What a line of the table stands for. */
    record Condition(String method, int draws) {
        static String drawsText(int draws) {
            return draws == 0 ? "mean" : draws == 1 ? "1 draw" : draws + " draws";
        }
    }

    /** A seed measured again, as after a resume, counts once: the last row stands. */
    Figures(Collection<Row> all) {
        for (Row row : all) {
            rows.computeIfAbsent(new Condition(row.method(), row.draws()), c -> new LinkedHashMap<>())
                    .computeIfAbsent(row.metric(), m -> new TreeMap<>())
                    .put(row.seed(), row);
            metrics.add(row.metric());
        }
        Axis.sweeps(metrics).forEach((axis, at) -> {
            sweeps.put(axis, at);
            metrics.removeAll(at.values());
        });
    }

    /** Metrics that are single figures, in the order of the rows. */
    List<String> metrics() {
        return List.copyOf(metrics);
    }

    /** Metrics measured along an axis, such as {@code testAccuracy@noise=0.4}, with the metric at each position. */
    Map<Axis, SortedMap<Double, String>> sweeps() {
        return sweeps;
    }

    List<Condition> conditions() {
        return List.copyOf(rows.keySet());
    }

    List<Row> at(Condition condition, String metric) {
        Map<Long, Row> bySeed = rows.getOrDefault(condition, Map.of()).getOrDefault(metric, Map.of());
        return List.copyOf(bySeed.values());
    }

    Spread spread(Condition condition, String metric) {
        return Spread.of(at(condition, metric).stream().map(Row::value).toList());
    }

    Set<Long> seeds() {
        Set<Long> seeds = new TreeSet<>();
        rows.values().forEach(byMetric -> byMetric.values().forEach(bySeed -> seeds.addAll(bySeed.keySet())));
        return seeds;
    }

    List<Chart> charts(Palette palette) {
        List<Chart> charts = new ArrayList<>();
        sweeps.forEach((axis, at) -> {
            Chart.Builder chart = new Chart.Builder(axis.title(), axis.name());
            rows.forEach((condition, byMetric) -> at.forEach((x, metric) -> {
                if (byMetric.containsKey(metric)) {
                    chart.add(label(condition, at), palette.color(condition.method()), x, spread(condition, metric));
                }
            }));
            charts.add(chart.build());
        });
        return charts;
    }

    /** Draws are told where a method has several numbers of them. */
    private String label(Condition condition, SortedMap<Double, String> at) {
        boolean alone = rows.keySet().stream()
                .filter(other -> other.method().equals(condition.method()) && !other.equals(condition))
                .noneMatch(other -> at.values().stream()
                        .anyMatch(metric -> !this.at(other, metric).isEmpty()));
        return condition.method()
                + (alone || condition.draws() == 0 ? "" : ", " + Condition.drawsText(condition.draws()));
    }

    /** Prints as many decimals as the spread makes meaningful: two digits of the deviation, else four of the value. */
    static String text(double value, double scale) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
        }
        double unit = Double.isFinite(scale) && scale > 0 ? scale / 10 : Math.abs(value) / 1000;
        int decimals = unit > 0 ? (int) Math.ceil(-Math.log10(unit)) : 0;
        if (decimals > 8) {
            return new BigDecimal(value).round(new MathContext(4)).toString().replace('-', '−');
        }
        return String.format(Locale.ROOT, "%." + Math.max(decimals, 0) + "f", value)
                .replace('-', '−');
    }
}
