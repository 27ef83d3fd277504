package dev.dither.lab.cli;

import dev.dither.lab.experiment.Cost;
import dev.dither.lab.experiment.SavedPruning;
import dev.dither.lab.report.Speedup;
import dev.dither.prune.Ledger;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code dither prune} prints at its end.
 *
 * @param outcome what came of the pruning
 * @param otherLabels what has to be said about the labels of fine-tuning, if anything
 * @param model where the pruned network is
 * @param ledger where its ledger is
 * @param next the next command to try
 */
record PruneResult(SavedPruning.Outcome outcome, Optional<String> otherLabels, Path model, Path ledger, String next) {
    void print(PrintWriter out, boolean json) {
        if (json) {
            out.println(Output.json(object()));
        } else {
            table(out);
            out.println();
            out.println(ending());
            doubts().forEach(out::println);
            out.println();
            out.println("model    " + model.toAbsolutePath());
            out.println("ledger   " + ledger.toAbsolutePath());
            out.println("next     " + next);
        }
        out.flush();
    }

    private Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("model", model.toString());
        object.put("ledger", ledger.toString());
        object.put("ending", outcome.ending().name().toLowerCase(Locale.ROOT));
        object.put("deadUnits", dead());
        object.put("rankedUnits", outcome.ledger().steps());
        object.put("before", measures(outcome.before()));
        object.put("after", measures(outcome.after()));
        object.put("doubts", doubts());
        object.put("next", next);
        return object;
    }

    private static Map<String, Object> measures(Cost cost) {
        Map<String, Object> measures = new LinkedHashMap<>();
        measures.put("widths", cost.standing().widths().toString());
        measures.put("flops", cost.standing().complexity().flops());
        measures.put("size", cost.standing().complexity().size());
        measures.put("memory", cost.standing().complexity().memory());
        measures.put("parameters", cost.parameters());
        measures.put("fileBytes", cost.fileBytes());
        measures.put("validationError", cost.standing().validationError());
        measures.put("testError", cost.testError());
        cost.seconds().forEach((batch, seconds) -> {
            measures.put("latencyP50@batch=" + batch, seconds.p50());
            measures.put("latencyP99@batch=" + batch, seconds.p99());
        });
        return measures;
    }

    private void table(PrintWriter out) {
        Map<String, Object> after = measures(outcome.after());
        out.printf(Locale.ROOT, "%-22s %20s %20s %9s%n", "", "before", "after", "left");
        measures(outcome.before()).forEach((name, value) -> {
            Object now = after.getOrDefault(name, "");
            out.printf(
                    Locale.ROOT, "%-22s %20s %20s %9s%n", name, text(name, value), text(name, now), left(value, now));
        });
    }

    private static String text(String name, Object value) {
        if (value instanceof Double number) {
            return name.startsWith("latency")
                    ? String.format(Locale.ROOT, "%.3f ms", 1e3 * number)
                    : String.format(Locale.ROOT, "%.4f", number);
        }
        return value.toString();
    }

    /** Errors are shares already. */
    private static String left(Object before, Object after) {
        boolean amounts = before instanceof Long || before instanceof Integer;
        return amounts && before instanceof Number whole && after instanceof Number part
                ? String.format(Locale.ROOT, "%.2f %%", 100 * part.doubleValue() / whole.doubleValue())
                : "";
    }

    private String ending() {
        String went = dead() + " dead and " + outcome.ledger().steps() + " ranked units went: ";
        return went
                + switch (outcome.ending()) {
                    case GOALS_REACHED -> "every goal is reached.";
                    case LIMIT_BROKEN -> "one more would break a limit.";
                    case NOTHING_LEFT -> "no layer has another that may go.";
                };
    }

    private long dead() {
        return outcome.ledger().removals().stream()
                .filter(removal -> removal.reason() == Ledger.Reason.DEAD)
                .count();
    }

    private List<String> doubts() {
        double whole = outcome.before().standing().complexity().flops();
        double flopsLeft = outcome.after().standing().complexity().flops() / whole;
        Stream<String> times = outcome.before().seconds().keySet().stream()
                .flatMap(batch -> new Speedup(flopsLeft, timeLeft(batch)).doubt(batch).stream());
        return Stream.concat(otherLabels.stream(), times).toList();
    }

    private double timeLeft(int batch) {
        Cost.Seconds none = new Cost.Seconds(Double.NaN, Double.NaN);
        return outcome.after().seconds().getOrDefault(batch, none).p50()
                / outcome.before().seconds().getOrDefault(batch, none).p50();
    }
}
