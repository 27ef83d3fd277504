package dev.dither.lab.report;

import dev.dither.lab.run.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rows about attacks, {@code robustAccuracy@attack=fgs@sees=sample@by=mean@radius=0.1}, by what they are about. */
final class AttackRows {
    /** Position of an attack without a budget: behind all radii. */
    static final double UNLIMITED = Double.POSITIVE_INFINITY;

    private static final Pattern METRIC = Pattern.compile(
            "(robustAccuracy|attackSuccess|attackL2|attackLinf)@attack=([^@]+)@sees=([^@]+)(?:@by=([^@]+))?(?:@radius=([^@]+))?(.*)");

    private final Map<Line, SortedMap<Double, List<Row>>> lines = new LinkedHashMap<>();

    /**
     * One kind of attack.
     *
     * @param attack its name
     * @param sees what the attacker sees
     * @param condition what stands behind the metric, {@code @noise=0.4}, or empty
     */
    record Kind(String attack, String sees, String condition) {}

    /**
     * What has a value at each radius.
     *
     * @param kind which attack
     * @param method who was attacked
     * @param metric what was measured
     * @param by how the network decides, empty where that does not matter
     */
    record Line(Kind kind, String method, String metric, String by) {}

    AttackRows(Collection<Row> rows) {
        rows.forEach(row -> {
            Matcher found = METRIC.matcher(row.metric());
            if (found.matches()) {
                Kind kind = new Kind(found.group(2), found.group(3), found.group(6));
                Line line = new Line(
                        kind,
                        row.method(),
                        found.group(1),
                        Optional.ofNullable(found.group(4)).orElse(""));
                double radius = found.group(5) == null ? UNLIMITED : Double.parseDouble(found.group(5));
                lines.computeIfAbsent(line, l -> new TreeMap<>())
                        .computeIfAbsent(radius, r -> new ArrayList<>())
                        .add(row);
            }
        });
    }

    static boolean holds(String metric) {
        return METRIC.matcher(metric).matches();
    }

    List<Kind> kinds() {
        return lines.keySet().stream().map(Line::kind).distinct().toList();
    }

    List<String> methods(Kind kind) {
        return of(kind).map(Line::method).distinct().toList();
    }

    /** Returns the ways to decide of a method: the mean alone where nothing is drawn. */
    List<String> decisions(Kind kind, String method) {
        boolean drawn = of(kind).filter(
                        line -> line.method().equals(method) && !line.by().isEmpty())
                .flatMap(line -> at(line).values().stream().flatMap(List::stream))
                .anyMatch(row -> row.draws() > 0);
        return of(kind).filter(line -> line.method().equals(method))
                .map(Line::by)
                .filter(by -> drawn ? !by.isEmpty() : by.equals("mean"))
                .toList();
    }

    List<Double> radii(Kind kind) {
        return of(kind).flatMap(line -> at(line).keySet().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** Returns the rows of a line by radius, one for each seed. */
    SortedMap<Double, List<Row>> at(Line line) {
        return lines.getOrDefault(line, new TreeMap<>());
    }

    /** Returns the largest standard error of a kind's accuracies. */
    double standardError(Kind kind) {
        return of(kind).flatMap(line -> at(line).values().stream().flatMap(List::stream))
                .mapToDouble(row -> row.stderr().orElse(0))
                .max()
                .orElse(0);
    }

    private Stream<Line> of(Kind kind) {
        return lines.keySet().stream().filter(line -> line.kind().equals(kind));
    }
}
