package dev.dither.lab.experiment;

import dev.dither.data.Split;
import dev.dither.nn.Network;
import dev.dither.predict.Inference;
import dev.dither.predict.Predictive;
import dev.dither.prune.Complexity;
import dev.dither.prune.Ledger;
import dev.dither.prune.Pruned;
import dev.dither.prune.Pruning;
import dev.dither.prune.PruningEvent;
import dev.dither.prune.PruningLoop;
import dev.dither.rng.Stream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A trained cell on its way through a pruning, which goes on from the state on its bench, and what there is to tell of it. */
final class PrunedCell {
    private static final int PERCENT = 100;

    private final Trained trained;
    private final Bench bench;
    private final Pruning pruning;
    private final PruningLoop loop;
    private double certified;

    PrunedCell(Trained trained, Bench bench, Pruning pruning) {
        this.trained = trained;
        this.bench = bench;
        this.pruning = pruning;
        this.loop = new PruningLoop(pruning, trained.root().child(Stream.PRUNING));
    }

    /** Prunes with the labels that the cell was given; the caller closes what is left. */
    Pruned run() {
        Optional<Path> kept = bench.state();
        try {
            return kept.isEmpty()
                    ? loop.run(trained.network(), split(), this::heard)
                    : resumed(kept.get(), PruningState.read(kept.get()));
        } catch (IllegalArgumentException e) {
            throw PrunePlan.refusal(trained.cell().method(), e);
        }
    }

    private Pruned resumed(Path path, PruningState state) {
        certified = state.certified();
        try (Network network = ModelFile.load(path)) {
            return loop.resume(network, state.ledger(), split(), this::heard);
        }
    }

    private Split split() {
        return trained.given().split();
    }

    private void heard(PruningEvent event) {
        if (event instanceof PruningEvent.DeadRemoved dead) {
            certified = dead.certificate().maxDifference();
        }
        if (event instanceof PruningEvent.Resumable now) {
            bench.keep(new PruningState(now.ledger(), certified).bytes(trained, now.network()));
            Ledger.Standing last = now.ledger().last();
            double share = pruning.progress(now.ledger().unpruned().complexity(), last.complexity());
            bench.progress(
                    (int) (PERCENT * share),
                    PERCENT,
                    Map.of(
                            "error",
                            last.validationError(),
                            "MFLOPs",
                            last.complexity().flops() / 1e6));
        }
    }

    /** Returns the figures of both networks, the ledger, and the pruned one as a model file. */
    Findings findings(Network left, Ledger ledger) {
        byte[] model = trained.model(left);
        String stem = trained.cell().fileStem();
        Findings found = Findings.of(figures(left, ledger, model.length))
                .with("models/" + stem + "-pruned.safetensors", model)
                .with("pruning/" + stem + ".csv", csv(ledger));
        return trained.shown() ? found.with("pruned.safetensors", model) : found;
    }

    private static byte[] csv(Ledger ledger) {
        return (String.join("\n", ledger.toCsv()) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private List<Figure> figures(Network left, Ledger ledger, int fileBytes) {
        int[] labels = trained.test().labels();
        Predictive tested = trained.predictor(left, new Inference.Mean()).predict(trained.test());
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of("testError", 1 - trained.tested().accuracy(labels)));
        figures.add(Figure.of("prunedTestError", 1 - tested.accuracy(labels)));
        Prediction.figures("", tested, labels)
                .forEach(figure -> figures.add(
                        Figure.of("pruned" + figure.metric().replaceFirst("^t", "T"), figure.value(), figure.draws())));
        figures.addAll(costs("", ledger.unpruned().complexity()));
        figures.addAll(costs("pruned", ledger.last().complexity()));
        figures.addAll(shares(ledger));
        figures.addAll(sizes("", trained.network(), trained.model(trained.network()).length));
        figures.addAll(sizes("pruned", left, fileBytes));
        figures.add(Figure.count(
                "deadUnits",
                ledger.removals().stream()
                        .filter(removal -> removal.reason() == Ledger.Reason.DEAD)
                        .count()));
        figures.add(Figure.count("rankedUnits", ledger.steps()));
        figures.add(Figure.of("certificateDifference", certified));
        figures.addAll(latencies("", trained.network()));
        figures.addAll(latencies("pruned", left));
        return figures;
    }

    private static List<Figure> costs(String prefix, Complexity cost) {
        return List.of(
                Figure.count(named(prefix, "flops"), cost.flops()),
                Figure.count(named(prefix, "size"), cost.size()),
                Figure.count(named(prefix, "memory"), cost.memory()));
    }

    private static List<Figure> shares(Ledger ledger) {
        Complexity.Percent left =
                ledger.last().complexity().percentOf(ledger.unpruned().complexity());
        return List.of(
                Figure.of("prunedFlopsPercent", left.flops()),
                Figure.of("prunedSizePercent", left.size()),
                Figure.of("prunedMemoryPercent", left.memory()));
    }

    private static List<Figure> sizes(String prefix, Network network, int fileBytes) {
        return List.of(
                Figure.count(named(prefix, "parameters"), network.trained().count()),
                Figure.count(named(prefix, "fileBytes"), fileBytes));
    }

    private List<Figure> latencies(String prefix, Network network) {
        List<Figure> figures = new ArrayList<>();
        new Stopwatch(trained.test()).times(network).forEach((batch, times) -> {
            figures.add(Figure.of(named(prefix, "latencyP50") + "@batch=" + batch, times.quantile(0.5)));
            figures.add(Figure.of(named(prefix, "latencyP99") + "@batch=" + batch, times.quantile(0.99)));
        });
        return figures;
    }

    private static String named(String prefix, String metric) {
        return prefix.isEmpty() ? metric : prefix + Character.toUpperCase(metric.charAt(0)) + metric.substring(1);
    }
}
