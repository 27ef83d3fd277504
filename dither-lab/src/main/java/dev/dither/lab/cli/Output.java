package dev.dither.lab.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dither.lab.experiment.Forecast;
import dev.dither.lab.experiment.Runner;
import dev.dither.lab.experiment.Verdict;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /** Prints what studies would take, by the names of their runs. */
    static void forecasts(PrintWriter out, boolean json, Map<String, Forecast> byRun) {
        if (json) {
            Map<String, Object> facts = new LinkedHashMap<>();
            byRun.forEach((run, forecast) -> facts.put(run, forecast.facts()));
            out.println(json(Map.of("estimates", facts)));
        } else {
            byRun.forEach((run, forecast) -> out.println(run + ": " + forecast.words()));
        }
        out.flush();
    }

    /** Prints the outcome of each part, or the one outcome of an experiment without parts. */
    static void outcomes(PrintWriter out, boolean json, Map<String, Runner.Outcome> byPart) {
        if (!json || byPart.size() == 1) {
            byPart.values().forEach(outcome -> outcome(out, json, outcome));
            return;
        }
        Map<String, Object> object =
                new LinkedHashMap<>(map(byPart.values().iterator().next()));
        object.put("verdict", verdict(byPart).toMap());
        List<Map<String, Object>> parts = new ArrayList<>();
        byPart.forEach((part, outcome) -> {
            Map<String, Object> map = new LinkedHashMap<>(Map.of("part", part));
            map.putAll(map(outcome));
            parts.add(map);
        });
        object.put("parts", parts);
        out.println(json(object));
        out.flush();
    }

    /** Returns the least favorable verdict, with the reasons of all; that of the one part where there are no more. */
    static Verdict verdict(Map<String, Runner.Outcome> byPart) {
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        byPart.forEach((part, outcome) -> verdicts.put(part, outcome.verdict()));
        return Verdict.of(verdicts);
    }

    private static Map<String, Object> map(Runner.Outcome outcome) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("run", outcome.directory().path().toString());
        object.put("verdict", outcome.verdict().toMap());
        object.put("report", outcome.directory().path().resolve("report.html").toString());
        return object;
    }

    static void outcome(PrintWriter out, boolean json, Runner.Outcome outcome) {
        if (json) {
            out.println(json(map(outcome)));
        } else {
            new HeadlineTable(outcome.headlines()).lines().forEach(out::println);
            out.println();
            out.println("verdict  " + outcome.verdict().status() + ": "
                    + outcome.verdict().reason());
            outcome.verdict()
                    .claims()
                    .forEach(claim -> out.println("claim    " + claim.status() + ": " + claim.reason()));
            out.println("figures  mean over seeds (standard deviation); "
                    + outcome.headlines().size() + " of " + outcome.rows().size() + " rows, rows.csv has all");
            out.println("report   "
                    + outcome.directory().path().resolve("report.html").toAbsolutePath());
        }
        out.flush();
    }
}
