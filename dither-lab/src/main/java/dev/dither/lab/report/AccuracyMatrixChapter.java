package dev.dither.lab.report;

import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How accurate a network that learns tasks one after another is on each of them after each: a table for each method. */
record AccuracyMatrixChapter() implements Chapter {
    private static final Pattern METRIC = Pattern.compile("accuracy@task=(\\d+)(?:@after=(\\d+))?");

    @Override
    public boolean shows(String metric) {
        return METRIC.matcher(metric).matches();
    }

    @Override
    public List<Part> parts(RunDirectory run) {
        Map<String, SortedMap<Integer, SortedMap<Integer, List<Double>>>> byMethod = new LinkedHashMap<>();
        for (Row row : run.rows()) {
            Matcher place = METRIC.matcher(row.metric());
            if (place.matches() && place.group(2) != null) {
                byMethod.computeIfAbsent(row.method(), m -> new TreeMap<>())
                        .computeIfAbsent(Integer.parseInt(place.group(2)), after -> new TreeMap<>())
                        .computeIfAbsent(Integer.parseInt(place.group(1)), task -> new ArrayList<>())
                        .add(row.value());
            }
        }
        List<Part> parts = new ArrayList<>();
        byMethod.forEach((method, matrix) -> parts.add(part(method, matrix)));
        return parts;
    }

    private static Part part(String method, SortedMap<Integer, SortedMap<Integer, List<Double>>> matrix) {
        List<String> head = new ArrayList<>(List.of("after task"));
        matrix.keySet().forEach(task -> head.add("task " + task));
        List<List<String>> lines = new ArrayList<>();
        matrix.forEach((after, byTask) -> {
            List<String> line = new ArrayList<>(List.of(String.valueOf(after)));
            matrix.keySet().forEach(task -> line.add(text(byTask.getOrDefault(task, List.of()))));
            lines.add(line);
        });
        return new Part(
                "Accuracy on each task: " + method,
                "Share of right test examples of each task after each task, mean ± standard deviation over seeds.",
                List.of(),
                List.of(new Part.Table(head, lines)),
                List.of());
    }

    private static String text(List<Double> values) {
        if (values.isEmpty()) {
            return "";
        }
        Spread spread = Spread.of(values);
        String mean = Figures.text(spread.mean(), spread.n() > 1 ? spread.stddev() : 1e-3);
        return spread.n() > 1 ? mean + " ± " + Figures.text(spread.stddev(), spread.stddev()) : mean;
    }
}
