package dev.dither.lab.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dither.lab.experiment.Runner;
import dev.dither.lab.run.Row;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What commands print at their end. */
final class Output {
    private Output() {}

    static String json(Object value) {
        try {
            return JsonMapper.builder().build().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("result could not be written as JSON", e);
        }
    }

    static void outcome(PrintWriter out, boolean json, Runner.Outcome outcome) {
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("run", outcome.directory().path().toString());
            object.put("verdict", outcome.verdict().toMap());
            object.put(
                    "report", outcome.directory().path().resolve("report.html").toString());
            out.println(json(object));
        } else {
            table(out, outcome.rows());
            out.println();
            out.println("verdict  " + outcome.verdict().status() + ": "
                    + outcome.verdict().reason());
            outcome.verdict()
                    .claims()
                    .forEach(claim -> out.println("claim    " + claim.status() + ": " + claim.reason()));
            out.println("report   "
                    + outcome.directory().path().resolve("report.html").toAbsolutePath());
        }
        out.flush();
    }

    private static void table(PrintWriter out, List<Row> rows) {
        Map<String, List<Double>> cells = new TreeMap<>();
        for (Row row : rows) {
            String draws = row.draws() == 0 ? "mean" : row.draws() + " draws";
            String name = String.format(Locale.ROOT, "%-36s %-10s %-14s", row.metric(), draws, row.method());
            cells.computeIfAbsent(name, k -> new ArrayList<>()).add(row.value());
        }
        out.printf(Locale.ROOT, "%-36s %-10s %-14s %8s %8s %3s%n", "metric", "inference", "method", "mean", "sd", "n");
        cells.forEach((name, values) -> {
            double mean = values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
            double squares =
                    values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
            String sd = values.size() < 2
                    ? "-"
                    : String.format(Locale.ROOT, "%.4f", Math.sqrt(squares / (values.size() - 1)));
            out.printf(Locale.ROOT, "%s %8.4f %8s %3d%n", name, mean, sd, values.size());
        });
    }
}
