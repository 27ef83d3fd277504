package dev.dither.lab.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Learning curves: the numbers of the events of type {@code epoch}, by term, method, epoch and seed. */
final class Curves {
    private static final List<String> FIRST = List.of(
            "trainLoss", "nll", "penalty", "trainAccuracy", "validationAccuracy", "testAccuracy", "learningRate");
    private static final Set<String> NOT_CURVES =
            Set.of("seed", "epoch", "step", "steps", "seconds", "wallSeconds", "elapsed", "eta", "time", "timestamp");

    private final Map<String, Map<String, TreeMap<Double, Map<Long, Double>>>> terms = new LinkedHashMap<>();
    private final Set<String> methods = new LinkedHashSet<>();

    Curves(Collection<Map<String, Object>> events) {
        FIRST.forEach(term -> terms.put(term, new LinkedHashMap<>()));
        for (Map<String, Object> event : events) {
            if ("epoch".equals(event.get("type")) && event.get("epoch") instanceof Number epoch) {
                add(event, epoch.doubleValue());
            }
        }
    }

    private void add(Map<String, Object> event, double epoch) {
        String method = String.valueOf(event.getOrDefault("method", "run"));
        long seed = event.get("seed") instanceof Number number ? number.longValue() : 0;
        methods.add(method);
        event.forEach((term, value) -> {
            if (value instanceof Number number && !NOT_CURVES.contains(term)) {
                terms.computeIfAbsent(term, t -> new LinkedHashMap<>())
                        .computeIfAbsent(method, m -> new TreeMap<>())
                        .computeIfAbsent(epoch, e -> new TreeMap<>())
                        .put(seed, number.doubleValue());
            }
        });
    }

    Set<String> methods() {
        return methods;
    }

    List<Chart> charts(Palette palette) {
        List<Chart> charts = new ArrayList<>();
        terms.forEach((term, byMethod) -> {
            Chart.Builder chart = new Chart.Builder(term, "epoch");
            byMethod.forEach((method, line) -> line.forEach(
                    (epoch, bySeed) -> chart.add(method, palette.color(method), epoch, Spread.of(bySeed.values()))));
            if (!byMethod.isEmpty()) {
                charts.add(chart.build());
            }
        });
        return charts;
    }
}
