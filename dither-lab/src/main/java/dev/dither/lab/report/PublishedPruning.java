package dev.dither.lab.report;

import dev.dither.lab.run.RunDirectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Published networks that were pruned from the same one on the same data. */
final class PublishedPruning {
    private static final String RESOURCE = "published-pruning.csv";
    private static final int KEYS = 2;
    private static final String NONE = "–";

    private PublishedPruning() {}

    /** Returns their table with the methods of a run below; empty where nothing is published. */
    static Optional<Part.Table> table(RunDirectory run, List<PrunedLedger> ledgers, PruningCosts costs) {
        String data = String.valueOf(run.plan().get("data"));
        String unpruned = ledgers.get(0).ledger().unpruned().widths().toString();
        List<List<String>> all = Html.resource(RESOURCE)
                .lines()
                .map(line -> List.of(line.split(",", -1)))
                .toList();
        List<List<String>> lines = new ArrayList<>();
        all.stream()
                .filter(line -> line.get(0).equals(data) && line.get(1).equals(unpruned))
                .forEach(line -> lines.add(shown(line)));
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        firstOfEach(ledgers).forEach((method, pruned) -> lines.add(ours(pruned, costs)));
        return Optional.of(new Part.Table(shown(all.get(0)), lines));
    }

    private static List<String> shown(List<String> line) {
        return line.subList(KEYS, line.size()).stream()
                .map(cell -> cell.isEmpty() ? NONE : cell)
                .toList();
    }

    private static Map<String, PrunedLedger> firstOfEach(List<PrunedLedger> ledgers) {
        Map<String, PrunedLedger> first = new LinkedHashMap<>();
        ledgers.forEach(pruned -> first.putIfAbsent(pruned.method(), pruned));
        return first;
    }

    private static List<String> ours(PrunedLedger pruned, PruningCosts costs) {
        String method = pruned.method();
        List<String> line = new ArrayList<>(Arrays.asList(
                method + ", this run", pruned.ledger().last().widths().toString()));
        line.add(String.format(Locale.ROOT, "%.2f", costs.pruned(method, "sizePercent")));
        line.add(String.format(Locale.ROOT, "%.3f", costs.pruned(method, "flops") / 1e6));
        line.add(String.format(Locale.ROOT, "%.2f", costs.pruned(method, "memoryPercent")));
        line.add(String.format(Locale.ROOT, "%.2f", 100 * costs.pruned(method, "testError")));
        return line;
    }
}
