package dev.dither.lab.report;

import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How networks of random weights go over from means to variances: a chart for each method with every way to predict, from the
 * events of epochs that watch them.
 */
record TransitionChapter() implements Chapter {
    private static final String LOG_ALPHA = "logAlpha";

    /** Names of the accuracies among the events, and what they are of; in the order of the lines. */
    private static final Map<String, String> WAYS = ways();

    private static Map<String, String> ways() {
        Map<String, String> ways = new LinkedHashMap<>();
        ways.put("meanAccuracy", "mean");
        ways.put("oneDrawAccuracy", "one draw");
        ways.put("drawsAccuracy", "average of draws");
        ways.put("zeroMeansAccuracy", "average of draws, all means 0");
        return ways;
    }

    /** Values of one line by epoch and seed. */
    private static final class Line {
        private final SortedMap<Double, Map<Long, Double>> at = new TreeMap<>();

        void add(double epoch, long seed, double value) {
            at.computeIfAbsent(epoch, e -> new TreeMap<>()).put(seed, value);
        }

        void draw(Chart.Builder chart, String label, int color) {
            at.forEach((epoch, bySeed) -> chart.add(label, color, epoch, Spread.of(bySeed.values())));
        }
    }

    /** True of the terms of events as well, so that they have no curves besides. */
    @Override
    public boolean shows(String metric) {
        return WAYS.containsKey(metric) || metric.equals(LOG_ALPHA);
    }

    @Override
    public List<Part> parts(RunDirectory run) {
        Map<String, Map<String, Line>> methods = new LinkedHashMap<>();
        for (Map<String, Object> event : run.events()) {
            if (event.containsKey("meanAccuracy")) {
                Map<String, Line> lines =
                        methods.computeIfAbsent(String.valueOf(event.get("method")), m -> new LinkedHashMap<>());
                event.forEach((term, value) -> add(lines, term, value, event));
            }
        }
        return methods.isEmpty() ? List.of() : List.of(part(methods));
    }

    private void add(Map<String, Line> lines, String term, Object value, Map<String, Object> event) {
        if (shows(term) && value instanceof Number number) {
            lines.computeIfAbsent(term, t -> new Line())
                    .add(number(event, "epoch"), (long) number(event, "seed"), number.doubleValue());
        }
    }

    private static double number(Map<String, Object> event, String key) {
        return event.get(key) instanceof Number number ? number.doubleValue() : 0;
    }

    private static Part part(Map<String, Map<String, Line>> methods) {
        List<Chart> charts = new ArrayList<>();
        Palette ways = new Palette(WAYS.keySet());
        methods.forEach((method, lines) -> {
            Chart.Builder chart = new Chart.Builder(method + ": validation accuracy", "epoch");
            WAYS.forEach((term, label) -> lines.getOrDefault(term, new Line()).draw(chart, label, ways.color(term)));
            charts.add(chart.build());
        });
        Palette palette = new Palette(methods.keySet());
        Chart.Builder alpha = new Chart.Builder("log α, mean over the weights", "epoch");
        methods.forEach((method, lines) ->
                lines.getOrDefault(LOG_ALPHA, new Line()).draw(alpha, method, palette.color(method)));
        if (!alpha.build().series().isEmpty()) {
            charts.add(alpha.build());
        }
        return new Part(
                "From means to variances",
                "Validation accuracy by every way to predict. Where that by the mean falls while that by draws without any"
                        + " means rises, a layer has gone over to variances.",
                charts,
                List.of(),
                List.of());
    }
}
