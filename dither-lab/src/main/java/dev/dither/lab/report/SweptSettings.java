package dev.dither.lab.report;

import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What sweeps over settings found: the judged figure against the first swept number, one line for each combination of the
 * other settings, and one that is level for each method without a sweep.
 *
 * <p>A method of a sweep is called {@code se-snn coefficient=0.1 margin=log(4)}; the figure is that of the plan's rule.
 */
record SweptSettings() implements Chapter {
    private static final Pattern NAME = Pattern.compile("(.*?)((?: \\w+=[^ =]+)+)");
    private static final Pattern SETTING = Pattern.compile(" (\\w+)=([^ =]+)");

    /** Ratio of the largest to the smallest position from which on the axis is logarithmic. */
    private static final double WIDE = 20;

    /** A method of a sweep. */
    private record Point(String method, String base, Map<String, String> settings) {
        static Optional<Point> of(String method) {
            Matcher name = NAME.matcher(method);
            if (!name.matches()) {
                return Optional.empty();
            }
            Map<String, String> settings = new LinkedHashMap<>();
            Matcher setting = SETTING.matcher(name.group(2));
            while (setting.find()) {
                settings.put(setting.group(1), setting.group(2));
            }
            return Optional.of(new Point(method, name.group(1), settings));
        }

        double at(String setting) {
            return Double.parseDouble(settings.getOrDefault(setting, "NaN"));
        }

        String line(String axis) {
            return settings.entrySet().stream()
                    .filter(setting -> !setting.getKey().equals(axis))
                    .map(setting -> setting.getKey() + "=" + setting.getValue())
                    .collect(Collectors.joining(" "));
        }
    }

    @Override
    public boolean shows(String metric) {
        return false;
    }

    @Override
    public List<Part> parts(RunDirectory run) {
        if (!(run.plan().get("accept") instanceof Map<?, ?> rule)) {
            return List.of();
        }
        List<Row> rows = run.rows().stream()
                .filter(row -> row.metric().equals(rule.get("metric"))
                        && Integer.valueOf(row.draws()).equals(rule.get("draws")))
                .toList();
        Map<String, List<Point>> sweeps = new LinkedHashMap<>();
        Set<String> level = new LinkedHashSet<>();
        rows.stream()
                .map(Row::method)
                .distinct()
                .forEach(method -> Point.of(method)
                        .ifPresentOrElse(
                                point -> sweeps.computeIfAbsent(point.base(), base -> new ArrayList<>())
                                        .add(point),
                                () -> level.add(method)));
        List<Chart> charts = new ArrayList<>();
        sweeps.forEach((base, points) -> axis(points)
                .ifPresent(axis -> charts.add(chart(base + ": " + rule.get("metric"), axis, points, level, rows))));
        return charts.isEmpty() ? List.of() : List.of(new Part("Settings", "", charts, List.of(), List.of()));
    }

    /** Returns the first setting with several values, all of them numbers. */
    private static Optional<String> axis(List<Point> points) {
        return points.get(0).settings().keySet().stream()
                .filter(setting -> points.stream()
                        .allMatch(point -> isNumber(point.settings().get(setting))))
                .filter(setting -> points.stream()
                                .mapToDouble(point -> point.at(setting))
                                .distinct()
                                .count()
                        > 1)
                .findFirst();
    }

    private static boolean isNumber(@Nullable String text) {
        return text != null && text.matches("-?[\\d.]+([eE][-+]?\\d+)?");
    }

    private static Chart chart(String title, String axis, List<Point> points, Set<String> level, List<Row> rows) {
        Set<String> lines = new LinkedHashSet<>();
        points.forEach(point -> lines.add(point.line(axis)));
        lines.addAll(level);
        Palette palette = new Palette(lines);
        Chart.Builder chart = new Chart.Builder(title, axis);
        for (Point point : points) {
            String line = point.line(axis);
            String label = line.isEmpty() ? point.base() : line;
            chart.add(label, palette.color(line), point.at(axis), spread(rows, point.method()));
        }
        level.forEach(method -> points.forEach(
                point -> chart.add(method, palette.color(method), point.at(axis), spread(rows, method))));
        double least =
                points.stream().mapToDouble(point -> point.at(axis)).min().orElse(0);
        double most = points.stream().mapToDouble(point -> point.at(axis)).max().orElse(0);
        return least > 0 && most / least >= WIDE ? chart.build().logarithmic() : chart.build();
    }

    /** A seed measured again counts once, with its last row. */
    private static Spread spread(List<Row> rows, String method) {
        Map<Long, Double> bySeed = new TreeMap<>();
        rows.stream().filter(row -> row.method().equals(method)).forEach(row -> bySeed.put(row.seed(), row.value()));
        return Spread.of(bySeed.values());
    }
}
