package dev.dither.prune;

import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.nn.Trace;
import dev.dither.predict.Inference;
import dev.dither.predict.MeanAudit;
import dev.dither.predict.Predictive;
import dev.dither.predict.Predictor;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How many random weights a network can do without: curves of accuracy over sparsity. Single weights go, and leave zeros; the
 * network keeps its layers and, after each point, its values.
 *
 * <p>Formula: a weight goes, mean and variance both, when its rank is below a threshold. By sparsity s the threshold of a layer
 * is its own quantile, the rank of the weight with number round(s D) of D; equal ranks stay together, so that less than s may go.
 *
 * <p>Numerics: all points share the noise, so that they differ by what went.
 *
 * <p>Reference: Neklyudov et al., Variance Networks, 2019, where by σ up to 98 % of the weights of a variance layer go; by
 * signal-to-noise: Graves, Practical Variational Inference for Neural Networks, 2011.
 *
 * @param by what ranks weights
 * @param inference how the accuracy is measured: by draws, since the mean does not see variances
 * @param key address of the noise
 */
public record WeightPruning(Rank by, Inference inference, RandomKey key) {
    /** What ranks weights; the lowest go first. */
    public enum Rank {
        /** σ; in layers of mean 0 the scale |θ|. */
        STDDEV,
        /** |μ| / σ, of layers that have means. It looks for what is sure, and so loses what collapsed layers know. */
        SIGNAL_TO_NOISE
    }

    /**
     * The network without some weights.
     *
     * @param thresholds threshold of each layer, by path
     * @param sparsity share of the ranked weights that went
     * @param draws noisy passes behind the figures
     * @param accuracy share of right predictions
     * @param nll mean negative log-likelihood of the labels, in nats
     */
    public record Point(Map<String, Double> thresholds, double sparsity, int draws, double accuracy, double nll) {
        /** Copies. */
        public Point {
            thresholds = Map.copyOf(thresholds);
        }
    }

    /**
     * A curve.
     *
     * @param points in the order asked for
     * @param warnings what speaks against this rank for this network, a line for each layer
     */
    public record Curve(List<Point> points, List<String> warnings) {
        /** Copies. */
        public Curve {
            points = List.copyOf(points);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Returns the curve over shares of the weights of each layer.
     *
     * @param sparsities in [0, 1]
     * @throws IllegalArgumentException if no layer has weights of this rank
     */
    public Curve bySparsity(Network network, Examples examples, List<Double> sparsities) {
        sparsities.forEach(one -> {
            if (!(0 <= one && one <= 1)) {
                throw new IllegalArgumentException("sparsities must be in [0, 1], got " + one);
            }
        });
        return curve(
                network,
                examples,
                sparsities.stream().map(WeightPruning::quantile).toList());
    }

    private static ToDoubleFunction<double[]> quantile(double sparsity) {
        return ranks -> {
            double[] sorted = ranks.clone();
            Arrays.sort(sorted);
            int gone = (int) Math.round(sparsity * sorted.length);
            return gone < sorted.length ? sorted[gone] : Double.POSITIVE_INFINITY;
        };
    }

    /**
     * Returns the curve over thresholds, the same for all layers.
     *
     * @param thresholds at least 0
     * @throws IllegalArgumentException if no layer has weights of this rank
     */
    public Curve byThreshold(Network network, Examples examples, List<Double> thresholds) {
        thresholds.forEach(one -> {
            if (!(one >= 0)) {
                throw new IllegalArgumentException("thresholds must be at least 0, got " + one);
            }
        });
        return curve(
                network,
                examples,
                thresholds.stream()
                        .map(one -> (ToDoubleFunction<double[]>) ranks -> one)
                        .toList());
    }

    private Curve curve(Network network, Examples examples, List<ToDoubleFunction<double[]>> cuts) {
        try (Scope scope = Scope.open();
                Gradients.Off off = Gradients.off()) {
            Map<String, float[]> whole = network.trained().toArrays();
            List<RankedWeights> layers = layers(network, whole);
            try {
                List<Point> points = cuts.stream()
                        .map(cut -> point(network, examples, new Cut(whole, layers, cut)))
                        .toList();
                return new Curve(points, warnings(network, whole));
            } finally {
                network.trained().assign(whole);
            }
        }
    }

    private List<String> warnings(Network network, Map<String, float[]> whole) {
        network.trained().assign(whole);
        return by == Rank.SIGNAL_TO_NOISE ? MeanAudit.of(network).warnings(MeanAudit.Use.SIGNAL_TO_NOISE) : List.of();
    }

    private Point point(Network network, Examples examples, Cut cut) {
        try (Scope scope = Scope.open()) {
            network.trained().assign(cut.values());
        }
        Predictive found = new Predictor(network, inference, key).predict(examples);
        int[] labels = examples.labels();
        return new Point(cut.thresholds(), cut.sparsity(), found.draws(), found.accuracy(labels), found.nll(labels));
    }

    /** What a point takes from a network. */
    private record Cut(Map<String, float[]> whole, List<RankedWeights> layers, ToDoubleFunction<double[]> threshold) {
        Map<String, Double> thresholds() {
            Map<String, Double> found = new LinkedHashMap<>();
            layers.forEach(layer -> found.put(layer.path(), threshold.applyAsDouble(layer.ranks())));
            return found;
        }

        double sparsity() {
            long all = layers.stream().mapToLong(layer -> layer.ranks().length).sum();
            long gone = layers.stream()
                    .mapToLong(layer -> layer.below(threshold.applyAsDouble(layer.ranks())))
                    .sum();
            return (double) gone / all;
        }

        Map<String, float[]> values() {
            Map<String, float[]> left = new LinkedHashMap<>();
            whole.forEach((name, values) -> left.put(name, values.clone()));
            layers.forEach(layer -> layer.clear(left, threshold.applyAsDouble(layer.ranks())));
            return left;
        }
    }

    private List<RankedWeights> layers(Network network, Map<String, float[]> values) {
        Pass pass = Pass.sampling(key);
        network.forward(Tensor.full(0, network.input().batched(1)), pass);
        List<RankedWeights> layers = pass.trace().weights().stream()
                .filter(weights -> by == Rank.STDDEV || weights instanceof Trace.Weights.GaussianDropout)
                .map(weights -> RankedWeights.of(weights, values, by))
                .toList();
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("weight pruning by " + by.name().toLowerCase(Locale.ROOT)
                    + " needs a layer of random weights" + (by == Rank.STDDEV ? "" : " that have means")
                    + ", the network has none");
        }
        return layers;
    }
}
