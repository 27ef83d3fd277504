package dev.dither.lab.experiment;

import dev.dither.lab.run.Row;
import dev.dither.nn.Trace.Weights.GaussianDropout;
import dev.dither.objective.Prior;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import dev.dither.train.EpochEnded;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/**
 * Divergences of one weight from its prior along log α: a row for each value.
 *
 * <p>Numerics: a prior whose divergence is estimated by draws is given many weights μ = 1 at once, and the mean over them is told
 * with its standard error over ten equal parts.
 */
record Divergences(DivergencePlan plan) implements Workshop {
    /** The divergence at one log α, with which the metric ends. */
    static final String METRIC = "divergence";

    /** By how much it falls from the least log α to the greatest: what a posterior gains that gives up its mean. */
    static final String SLOPE = "divergenceGained";

    private static final int PARTS = 10;

    @Override
    public Map<String, ?> checksums() {
        return Map.of();
    }

    @Override
    public Cell.Result run(Work work, Optional<CellState> from, BiConsumer<EpochEnded, CellState> listener) {
        WeightPrior prior = plan.prior(work.cell().method());
        RandomKey key = work.cell().root().child(Stream.EVALUATION);
        List<Row> rows = new ArrayList<>();
        for (double logAlpha : plan.grid()) {
            rows.add(row(work, METRIC + "@logAlpha=" + logAlpha, of(prior, logAlpha, key)));
        }
        double gained = rows.get(0).value() - rows.get(rows.size() - 1).value();
        rows.add(row(work, SLOPE, new Estimate(gained, prior.drawn() ? plan.draws() : 0, OptionalDouble.empty())));
        return new Cell.Result(rows, Optional.empty(), List.of(), Map.of());
    }

    /** A divergence, the weights that it is the mean of, and its standard error. */
    private record Estimate(double value, int draws, OptionalDouble error) {}

    private Estimate of(WeightPrior prior, double logAlpha, RandomKey key) {
        if (!prior.drawn()) {
            return new Estimate(mean(prior.prior(), logAlpha, 1, key), 0, OptionalDouble.empty());
        }
        int each = Math.max(1, plan.draws() / PARTS);
        double sum = 0;
        double squares = 0;
        for (int part = 0; part < PARTS; part++) {
            double mean = mean(prior.prior(), logAlpha, each, key.child(part));
            sum += mean;
            squares += mean * mean;
        }
        double mean = sum / PARTS;
        double variance = Math.max(0, squares / PARTS - mean * mean) / (PARTS - 1);
        return new Estimate(mean, each * PARTS, OptionalDouble.of(Math.sqrt(variance)));
    }

    private static double mean(Prior prior, double logAlpha, int weights, RandomKey key) {
        try (Scope scope = Scope.open();
                Gradients.Off off = Gradients.off()) {
            Tensor means = Tensor.full(1, Shape.of(weights));
            return prior.divergence(new GaussianDropout("", means, Tensor.full(logAlpha, Shape.of(1))), key)
                            .item()
                    / weights;
        }
    }

    private static Row row(Work work, String metric, Estimate found) {
        CellId cell = work.cell();
        return new Row(
                work.run().name(), cell.seed(), cell.method(), metric, found.value(), found.draws(), found.error());
    }
}
