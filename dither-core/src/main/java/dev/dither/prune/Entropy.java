package dev.dither.prune;

import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.nn.Trace;
import dev.dither.predict.Predictor;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Noise of a unit: what may be noisy without harm is not needed, so the unit with the largest log σ goes first.
 *
 * <p>Formula: −mean of log σ over examples and positions, less what {@link Normalization} says. The entropy of a Gaussian
 * is log σ plus a constant.
 *
 * <p>Units: nats. Only layers with noise get scores.
 *
 * <p>Differs: the paper calls entropy its criterion and cites the pipeline of another one, {@link Taylor}; that entropy
 * ranks in the loop is a judgement.
 *
 * <p>Reference: SE-SNN.
 *
 * @param normalization how the scales of layers are made comparable
 */
public record Entropy(Normalization normalization) implements Criterion {
    private static final int BATCH = 500;

    /** How the scales of layers are made comparable. */
    public enum Normalization {
        /** Not at all: log σ. */
        NONE,
        /** The layer's mean is subtracted: log σ − mean over units of log σ. */
        LAYER_MEAN,
        /** Noise is relative to the signal: log σ − log mean |μ|; a mean below the smallest normal float counts as that. */
        RELATIVE_TO_MEAN
    }

    @Override
    public UnitScores score(Network network, Examples data, RandomKey key) {
        Set<String> free = FreeUnits.of(network).stream().map(FreeUnits::layer).collect(Collectors.toSet());
        Map<String, Sums> sums = new LinkedHashMap<>();
        for (int start = 0; start < data.size(); start += BATCH) {
            int count = Math.min(BATCH, data.size() - start);
            try (Scope scope = Scope.open();
                    Gradients.Off off = Gradients.off()) {
                Pass pass = Pass.mean();
                network.forward(Predictor.batch(data, start, count), pass);
                pass.trace().sites().stream()
                        .filter(site -> free.contains(site.path()))
                        .forEach(site -> sums.computeIfAbsent(site.path(), path -> new Sums(site))
                                .add(site, count));
            }
        }
        Map<String, List<Double>> scores = new LinkedHashMap<>();
        sums.forEach((path, sum) -> scores.put(path, sum.scores(normalization, data.size())));
        return new UnitScores(scores, UnitScores.Scale.LOGARITHM);
    }

    /** Sums over examples, averaged over positions, for each unit of a layer. */
    private static final class Sums {
        private final double[] logStddev;
        private final double[] absoluteMean;

        Sums(Trace.Site site) {
            int units = Math.toIntExact(site.mean().shape().size(1));
            logStddev = new double[units];
            absoluteMean = new double[units];
        }

        void add(Trace.Site site, int examples) {
            add(site.logStddev(), examples, logStddev);
            Tensor mean = site.mean();
            add(mean.relu().plus(mean.times(-1).relu()), examples, absoluteMean);
        }

        private static void add(Tensor values, int examples, double[] sums) {
            float[] means = (values.shape().rank() == 4 ? values.mean(0, 2, 3) : values.mean(0)).toFloats();
            for (int i = 0; i < sums.length; i++) {
                sums[i] += (double) means[i] * examples;
            }
        }

        List<Double> scores(Normalization normalization, int examples) {
            double[] scores = new double[logStddev.length];
            double ofLayer = Arrays.stream(logStddev).average().orElseThrow() / examples;
            for (int i = 0; i < scores.length; i++) {
                double subtracted = switch (normalization) {
                    case NONE -> 0;
                    case LAYER_MEAN -> ofLayer;
                    case RELATIVE_TO_MEAN -> Math.log(Math.max(absoluteMean[i] / examples, Float.MIN_NORMAL));
                };
                scores[i] = subtracted - logStddev[i] / examples;
            }
            return Arrays.stream(scores).boxed().toList();
        }
    }
}
