package dev.dither.prune;

import dev.dither.nn.Posterior;
import dev.dither.nn.Trace;
import dev.dither.nn.WeightNoise;
import dev.dither.prune.WeightPruning.Rank;
import java.util.Arrays;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The random weights of one layer with their ranks.
 *
 * @param path path of the layer
 * @param gone the value of each parameter for a weight that is gone
 * @param ranks rank of each weight
 */
record RankedWeights(String path, Map<String, Float> gone, double[] ranks) {
    /**
     * Ranks the weights of a layer.
     *
     * @param weights what the layer told of itself
     * @param values the values of all parameters
     */
    static RankedWeights of(Trace.Weights weights, Map<String, float[]> values, Rank by) {
        String path = weights.path() + "/";
        if (weights instanceof Trace.Weights.GaussianDropout dropout) {
            String spread = path + Posterior.ADDITIVE.parameter();
            double[] means = dropout.mean().toDoubles();
            float[] logStddev = values.get(spread);
            return logStddev == null
                    ? new RankedWeights(
                            weights.path(),
                            Map.of(path + "mean", 0f),
                            shared(means, dropout.logAlpha().toDoubles(), by))
                    : new RankedWeights(
                            weights.path(),
                            Map.of(path + "mean", 0f, spread, Float.NEGATIVE_INFINITY),
                            additive(means, logStddev, by));
        }
        String log = path + WeightNoise.Scale.LOG.parameter();
        String signed = path + WeightNoise.Scale.SIGNED.parameter();
        float[] logScale = values.get(log);
        float[] scale = values.getOrDefault(signed, new float[0]);
        return logScale == null
                ? new RankedWeights(weights.path(), Map.of(signed, 0f), each(scale.length, i -> Math.abs(scale[i])))
                : new RankedWeights(
                        weights.path(),
                        Map.of(log, Float.NEGATIVE_INFINITY),
                        each(logScale.length, i -> Math.exp(logScale[i])));
    }

    /** σ = √α |μ|. Weights of one α have exactly the same |μ| / σ; a weight without mean has no variance either. */
    private static double[] shared(double[] means, double[] logAlpha, Rank by) {
        int sharing = means.length / logAlpha.length;
        return each(means.length, i -> {
            double half = logAlpha[i / sharing] / 2;
            return by == Rank.STDDEV ? Math.exp(half) * Math.abs(means[i]) : means[i] == 0 ? 0 : Math.exp(-half);
        });
    }

    private static double[] additive(double[] means, float[] logStddev, Rank by) {
        return each(means.length, i -> {
            double stddev = Math.exp(logStddev[i]);
            return by == Rank.STDDEV ? stddev : means[i] == 0 ? 0 : Math.abs(means[i]) / stddev;
        });
    }

    private static double[] each(int count, IntToDoubleFunction of) {
        return IntStream.range(0, count).mapToDouble(of).toArray();
    }

    /** Returns how many weights a threshold takes. */
    long below(double threshold) {
        return Arrays.stream(ranks).filter(rank -> rank < threshold).count();
    }

    /** Takes the weights below a threshold out of values, in place. */
    void clear(Map<String, float[]> values, double threshold) {
        gone.forEach((name, cleared) -> values.computeIfPresent(name, (same, of) -> {
            for (int i = 0; i < of.length; i++) {
                of[i] = ranks[i] < threshold ? cleared : of[i];
            }
            return of;
        }));
    }
}
