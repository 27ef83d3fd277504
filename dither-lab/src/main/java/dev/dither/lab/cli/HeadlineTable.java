package dev.dither.lab.cli;

import dev.dither.lab.run.Row;
import dev.dither.lab.run.Spread;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The headlines of a run on a terminal: methods side by side in a table where they fit, else in tables of several figures with a
 * line for each method, else in a paragraph for each figure.
 *
 * <p>Units: mean over seeds, and in parentheses their standard deviation where there are several.
 *
 * @param rows the figures to print, in their order
 */
record HeadlineTable(List<Row> rows) {
    private static final int WIDEST = 100;
    private static final int WORDS = 3;
    private static final String GAP = "  ";
    private static final String NONE = "-";
    private static final Pattern BY = Pattern.compile("@by=([^@]+)");

    /** Copies. */
    HeadlineTable {
        rows = List.copyOf(rows);
    }

    /** What a line is about; {@code by} is how the network decides. */
    private record Subject(String metric, String by) {
        static Subject of(Row row, String condition) {
            Matcher by = BY.matcher(row.metric());
            String drawn = row.draws() == 0 ? "mean" : row.draws() + (row.draws() == 1 ? " draw" : " draws");
            String decision = by.find() ? by.group(1) : drawn;
            String metric = row.metric().substring(0, row.metric().length() - condition.length());
            return new Subject(BY.matcher(metric).replaceFirst(""), decision);
        }
    }

    /** Returns the lines, the headings first; none where there are no figures. */
    List<String> lines() {
        if (rows.isEmpty()) {
            return List.of();
        }
        String condition = condition();
        Map<Subject, Map<String, List<Double>>> figures = new LinkedHashMap<>();
        for (Row row : rows) {
            figures.computeIfAbsent(Subject.of(row, condition), s -> new LinkedHashMap<>())
                    .computeIfAbsent(row.method(), m -> new ArrayList<>())
                    .add(row.value());
        }
        String heading = condition.isEmpty() ? "metric" : "metric " + condition;
        List<String> besides = aligned(sideBySide(heading, figures), WORDS);
        if (besides.get(0).length() <= WIDEST) {
            return besides;
        }
        List<String> below = below(heading, figures);
        return below.isEmpty() ? paragraphs(condition, figures) : below;
    }

    /**
     * Returns tables with a line for each method and as many figures side by side as fit, an empty line between two; nothing
     * where no two fit.
     */
    private List<String> below(String heading, Map<Subject, Map<String, List<Double>>> figures) {
        List<String> lines = new ArrayList<>();
        List<Subject> left = new ArrayList<>(figures.keySet());
        boolean several = false;
        while (!left.isEmpty()) {
            int count = left.size();
            while (count > 1 && width(methodsDown(heading, left.subList(0, count), figures)) > WIDEST) {
                count--;
            }
            several |= count > 1;
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.addAll(aligned(methodsDown(heading, left.subList(0, count), figures), 2));
            left.subList(0, count).clear();
        }
        return several ? lines : List.of();
    }

    private static int width(List<List<String>> table) {
        return aligned(table, 2).get(0).length();
    }

    private List<List<String>> methodsDown(
            String heading, List<Subject> subjects, Map<Subject, Map<String, List<Double>>> figures) {
        List<String> metrics = new ArrayList<>(List.of(heading, ""));
        List<String> ways = new ArrayList<>(List.of("by", "seeds"));
        subjects.forEach(subject -> {
            metrics.add(subject.metric());
            ways.add(subject.by());
        });
        List<List<String>> table = new ArrayList<>(List.of(metrics, ways));
        for (String method : rows.stream().map(Row::method).distinct().toList()) {
            Map<String, List<Double>> own = new LinkedHashMap<>();
            subjects.forEach(subject -> Optional.ofNullable(
                            figures.getOrDefault(subject, Map.of()).get(method))
                    .ifPresent(values -> own.put(subject.toString(), values)));
            List<String> line = new ArrayList<>(List.of(method, seeds(own)));
            subjects.forEach(subject -> line.add(text(own.getOrDefault(subject.toString(), List.of()))));
            if (!own.isEmpty()) {
                table.add(line);
            }
        }
        return table;
    }

    /** Returns the ending that all metrics have in common, such as {@code @noise=0.4}, or nothing. */
    private String condition() {
        Set<String> endings = rows.stream()
                .map(row -> row.metric().substring(Math.max(0, row.metric().lastIndexOf('@'))))
                .collect(Collectors.toSet());
        String first = endings.iterator().next();
        return endings.size() == 1 && first.startsWith("@") ? first : "";
    }

    private List<List<String>> sideBySide(String heading, Map<Subject, Map<String, List<Double>>> figures) {
        List<String> methods = rows.stream().map(Row::method).distinct().toList();
        List<List<String>> table = new ArrayList<>();
        table.add(new ArrayList<>(List.of(heading, "by", "seeds")));
        table.get(0).addAll(methods);
        figures.forEach((subject, byMethod) -> {
            List<String> line = new ArrayList<>(List.of(subject.metric(), subject.by(), seeds(byMethod)));
            methods.forEach(method -> line.add(text(byMethod.getOrDefault(method, List.of()))));
            table.add(line);
        });
        return table;
    }

    /** A line for each figure, and below it the methods, as many on a line as fit. */
    private static List<String> paragraphs(String condition, Map<Subject, Map<String, List<Double>>> figures) {
        List<String> lines = new ArrayList<>();
        figures.forEach((subject, byMethod) -> {
            String seeds = seeds(byMethod);
            lines.add(String.join(
                    GAP, subject.metric() + condition, subject.by(), seeds + (seeds.equals("1") ? " seed" : " seeds")));
            StringBuilder line = new StringBuilder();
            byMethod.forEach((method, values) -> {
                String figure = GAP + method + " " + text(values);
                if (line.length() + figure.length() > WIDEST && !line.isEmpty()) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                line.append(figure);
            });
            lines.add(line.toString());
        });
        return lines;
    }

    private static String seeds(Map<String, List<Double>> byMethod) {
        return byMethod.values().stream().map(List::size).collect(Collectors.toCollection(TreeSet::new)).stream()
                .map(String::valueOf)
                .collect(Collectors.joining("-"));
    }

    private static String text(List<Double> values) {
        if (values.isEmpty()) {
            return NONE;
        }
        Spread spread = Spread.of(values);
        String figure = "%." + decimals(spread.mean()) + "f";
        return spread.n() == 1
                ? String.format(Locale.ROOT, figure, spread.mean())
                : String.format(Locale.ROOT, figure + " (" + figure + ")", spread.mean(), spread.stddev());
    }

    /** Shares have four, percents two, and large numbers of things none. */
    private static int decimals(double mean) {
        return Math.abs(mean) < 10 ? 4 : Math.abs(mean) < 1000 ? 2 : 0;
    }

    /** Pads the first columns to the right, and the others, which are figures, to the left. */
    private static List<String> aligned(List<List<String>> table, int words) {
        List<Integer> widths = IntStream.range(0, table.get(0).size())
                .mapToObj(i -> Collections.max(
                        table.stream().map(line -> line.get(i).length()).toList()))
                .toList();
        return table.stream()
                .map(line -> IntStream.range(0, line.size())
                        .mapToObj(i -> String.format(
                                Locale.ROOT, "%" + (i < words ? "-" : "") + widths.get(i) + "s", line.get(i)))
                        .collect(Collectors.joining(GAP)))
                .toList();
    }
}
