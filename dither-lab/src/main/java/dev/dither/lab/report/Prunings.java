package dev.dither.lab.report;

import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.Spread;
import dev.dither.prune.Ledger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** What pruning left of the networks of a run, and what that cost; beside published networks where there are some. */
record Prunings() implements Chapter {
    private static final List<String> WIDTHS = List.of("method", "seed", "before", "after", "dead", "ranked");

    @Override
    public List<Part> parts(RunDirectory run) {
        List<PrunedLedger> ledgers = PrunedLedger.all(run);
        if (ledgers.isEmpty()) {
            return List.of();
        }
        PruningCosts costs = new PruningCosts(run.rows());
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(
                "Pruning",
                "Each network lost its dead units at once, which changes no prediction, then one unit at a time with"
                        + " fine-tuning behind each. Errors of the curve are those of the validation examples.",
                List.of(tradeOff(ledgers)),
                List.of(widths(ledgers)),
                List.of()));
        parts.add(new Part("What pruning saved", costs.doubts(), List.of(), costs.tables(), List.of()));
        PublishedPruning.table(run, ledgers, costs)
                .ifPresent(table -> parts.add(new Part(
                        "Pruned networks of the literature",
                        "Figures of this run are means over its seeds; the widths are those of its first seed.",
                        List.of(),
                        List.of(table),
                        List.of())));
        return parts;
    }

    @Override
    public boolean shows(String metric) {
        return PruningCosts.isTime(metric);
    }

    private static Part.Table widths(List<PrunedLedger> ledgers) {
        return new Part.Table(
                WIDTHS,
                ledgers.stream()
                        .map(pruned -> List.of(
                                pruned.method(),
                                String.valueOf(pruned.seed()),
                                pruned.ledger().unpruned().widths().toString(),
                                pruned.ledger().last().widths().toString(),
                                String.valueOf(pruned.dead()),
                                String.valueOf(pruned.ledger().steps())))
                        .toList());
    }

    /** Seeds lose other units, so that their networks meet at whole percents only; the last look at each percent counts. */
    private static Chart tradeOff(List<PrunedLedger> ledgers) {
        Map<String, SortedMap<Double, Map<Long, Double>>> lines = new LinkedHashMap<>();
        for (PrunedLedger pruned : ledgers) {
            Function<Double, Map<Long, Double>> at =
                    percent -> lines.computeIfAbsent(pruned.method(), m -> new TreeMap<>())
                            .computeIfAbsent(percent, p -> new TreeMap<>());
            long whole = pruned.ledger().unpruned().complexity().flops();
            looks(pruned.ledger())
                    .forEach(standing -> at.apply((double)
                                    Math.round(100.0 * standing.complexity().flops() / whole))
                            .put(pruned.seed(), standing.validationError()));
        }
        Palette palette = new Palette(lines.keySet());
        Chart.Builder chart = new Chart.Builder("validation error", "% of the multiplications left");
        lines.forEach((method, line) -> line.forEach(
                (percent, bySeed) -> chart.add(method, palette.color(method), percent, Spread.of(bySeed.values()))));
        return chart.build();
    }

    private static List<Ledger.Standing> looks(Ledger ledger) {
        List<Ledger.Standing> all = new ArrayList<>(List.of(ledger.unpruned()));
        ledger.removals().forEach(removal -> all.add(removal.after()));
        return all.stream()
                .filter(standing -> !Double.isNaN(standing.validationError()))
                .toList();
    }
}
