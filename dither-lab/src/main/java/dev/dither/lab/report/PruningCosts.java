package dev.dither.lab.report;

import dev.dither.lab.run.Row;
import dev.dither.lab.run.Spread;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The rows of networks before and after pruning, as means ± standard deviations over seeds; the last row of a seed stands. */
final class PruningCosts {
    private static final String PRUNED = "pruned";
    private static final String NOISE = "@noise=";
    private static final String LATENCY = "latencyP50@batch=";
    private static final Pattern TIME = Pattern.compile("(l|prunedL)atencyP\\d+@batch=.*");
    private static final List<String> HEAD = List.of("", "before", "after", "left");

    /** What is told of each method, with its metric. */
    private static final Map<String, String> LINES = lines();

    private final Map<String, Map<String, Map<Long, Double>>> byMethod = new LinkedHashMap<>();

    PruningCosts(Collection<Row> rows) {
        for (Row row : rows) {
            int noise = row.metric().indexOf(NOISE);
            String metric = noise < 0 ? row.metric() : row.metric().substring(0, noise);
            String rate = noise < 0 ? "" : row.metric().substring(noise + NOISE.length());
            String method = row.method() + (rate.isEmpty() || rate.equals("0.0") ? "" : " @ noise " + rate);
            if (row.draws() == 0) {
                byMethod.computeIfAbsent(method, m -> new LinkedHashMap<>())
                        .computeIfAbsent(metric, m -> new TreeMap<>())
                        .put(row.seed(), row.value());
            }
        }
    }

    private static Map<String, String> lines() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("FLOPs", "flops");
        lines.put("size, weights", "size");
        lines.put("memory, activations", "memory");
        lines.put("parameters, σ included", "parameters");
        lines.put("file, bytes", "fileBytes");
        lines.put("test error, %", "testError");
        lines.put("p50, batch of 1, ms", LATENCY + "1");
        lines.put("p99, batch of 1, ms", "latencyP99@batch=1");
        lines.put("p50, batch of 128, ms", LATENCY + "128");
        lines.put("p99, batch of 128, ms", "latencyP99@batch=128");
        return lines;
    }

    /** Returns the mean over seeds, not a number where there are no rows. */
    double mean(String method, String metric) {
        return spread(method, metric).mean();
    }

    private Spread spread(String method, String metric) {
        return Spread.of(byMethod.getOrDefault(method, Map.of())
                .getOrDefault(metric, Map.of())
                .values());
    }

    /** Returns the same of the network after pruning. */
    double pruned(String method, String metric) {
        return mean(method, prunedName(metric));
    }

    private static String prunedName(String metric) {
        return PRUNED + Character.toUpperCase(metric.charAt(0)) + metric.substring(1);
    }

    /** Returns whether the tables have a metric with its spread, in better units than a general one could. */
    static boolean isTime(String metric) {
        return TIME.matcher(metric).matches();
    }

    private Set<String> methods() {
        return byMethod.keySet().stream()
                .filter(method -> pruned(method, "flops") > 0)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Returns a table for each method. */
    List<Part.Table> tables() {
        return methods().stream().map(this::table).toList();
    }

    private Part.Table table(String method) {
        List<String> head = new ArrayList<>(HEAD);
        head.set(0, method);
        List<List<String>> lines = new ArrayList<>();
        LINES.forEach((name, metric) -> {
            double unit = name.endsWith("ms") ? 1e3 : name.endsWith("%") ? 100 : 1;
            lines.add(line(name, unit, spread(method, metric), spread(method, prunedName(metric))));
        });
        return new Part.Table(head, lines);
    }

    /** An error that is left over is no saving. */
    private static List<String> line(String name, double unit, Spread before, Spread after) {
        String left =
                name.endsWith("%") ? "" : String.format(Locale.ROOT, "%.2f %%", 100 * after.mean() / before.mean());
        return List.of(name, text(unit, before), text(unit, after), left);
    }

    /** Counts are whole numbers, but their means need not be; a deviation of zero goes without saying. */
    private static String text(double unit, Spread spread) {
        double mean = unit * spread.mean();
        boolean whole = mean >= 1000 || mean == Math.rint(mean);
        String format = whole ? "%,.0f" : mean < 10 ? "%.3f" : "%.2f";
        String deviation =
                spread.stddev() > 0 ? " ± " + String.format(Locale.ROOT, format, unit * spread.stddev()) : "";
        return String.format(Locale.ROOT, format, mean) + deviation;
    }

    /** Returns what is to be said where multiplications have not become time. */
    String doubts() {
        List<String> sentences = new ArrayList<>();
        for (String method : methods()) {
            double flops = pruned(method, "flops") / mean(method, "flops");
            for (int batch : List.of(1, 128)) {
                double time = pruned(method, LATENCY + batch) / mean(method, LATENCY + batch);
                new Speedup(flops, time).doubt(batch).ifPresent(text -> sentences.add(method + ": " + text));
            }
        }
        return String.join(" ", sentences);
    }
}
