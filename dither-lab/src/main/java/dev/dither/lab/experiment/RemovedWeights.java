package dev.dither.lab.experiment;

import dev.dither.predict.Inference;
import dev.dither.prune.WeightPruning;
import dev.dither.prune.WeightPruning.Curve;
import dev.dither.prune.WeightPruning.Point;
import dev.dither.prune.WeightPruning.Rank;
import dev.dither.rng.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Accuracy on the test examples without the single random weights of the least σ, by sparsity; and, of layers that have means,
 * without those of the least signal-to-noise.
 *
 * @param sparsities shares of the weights of each layer
 * @param draws noisy passes of a prediction
 */
record RemovedWeights(List<Double> sparsities, int draws) implements Evaluation {
    private static final String METRIC = "sparseAccuracy";

    /** How far the share that went may be from the one asked for. */
    private static final double TOLERANCE = 0.005;

    RemovedWeights {
        sparsities = List.copyOf(sparsities);
    }

    @Override
    public String name() {
        return "removed weights";
    }

    @Override
    public List<String> headlines() {
        return List.of(METRIC);
    }

    @Override
    public Findings evaluate(Trained trained, Bench bench) {
        Method method = trained.method();
        List<Figure> figures = new ArrayList<>();
        if (method.randomWeights()) {
            figures.addAll(figures(trained, Rank.STDDEV));
        }
        if (method.posterior() != null) {
            figures.addAll(figures(trained, Rank.SIGNAL_TO_NOISE));
        }
        return Findings.of(figures);
    }

    private List<Figure> figures(Trained trained, Rank by) {
        Curve curve = new WeightPruning(
                        by,
                        new Inference.Draws(draws),
                        trained.root().child(Stream.EVALUATION).child(name()))
                .bySparsity(trained.network(), trained.test(), sparsities);
        String rank = by.name().toLowerCase(Locale.ROOT).replace('_', '-');
        List<Figure> figures = new ArrayList<>();
        for (int i = 0; i < sparsities.size(); i++) {
            Point point = curve.points().get(i);
            // equal ranks stay together: a share that was not reached has no figure, rather than that of a fuller
            // network
            if (Math.abs(point.sparsity() - sparsities.get(i)) <= TOLERANCE) {
                String metric = METRIC + "@rank=" + rank + "@sparsity=" + sparsities.get(i);
                figures.add(Figure.of(metric, point.accuracy(), point.draws()));
            }
        }
        return figures;
    }
}
