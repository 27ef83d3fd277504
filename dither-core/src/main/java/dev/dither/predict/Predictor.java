package dev.dither.predict;

import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.nn.NoiseMode;
import dev.dither.nn.Pass;
import dev.dither.nn.Trace;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Arrays;

/** Predicts with a network, batch by batch, without gradients. */
public record Predictor(Network network, Inference inference, RandomKey key) {
    private static final int BATCH = 500;

    /** Returns the predictions for all examples. */
    public Predictive predict(Examples examples) {
        int n = examples.size();
        Sums sums = new Sums(examples.classes(), n);
        int draws = 0;
        try (Gradients.Off off = Gradients.off()) {
            for (int start = 0; start < n; start += BATCH) {
                draws = Math.max(draws, predict(examples, start, Math.min(BATCH, n - start), sums));
            }
        }
        return new Predictive(
                examples.classes(),
                sums.probabilities,
                sums.entropies,
                sums.sites ? sums.stddev : new double[0],
                draws);
    }

    private int predict(Examples examples, int start, int count, Sums sums) {
        try (Scope scope = Scope.open()) {
            Tensor x = batch(examples, start, count);
            int draws = 0;
            boolean more = true;
            while (more) {
                sums.add(start, count, probabilities(x, start, draws, sums));
                draws++;
                more = more(draws, sums, start, count);
            }
            sums.divide(start, count, draws);
            return inference instanceof Inference.Mean ? 0 : draws;
        }
    }

    private boolean more(int draws, Sums sums, int start, int count) {
        if (inference instanceof Inference.Draws fixed) {
            return draws < fixed.count();
        }
        if (inference instanceof Inference.UntilSure sure) {
            return draws < sure.atMost()
                    && (draws < 2 || sums.largestStandardError(start, count, draws) > sure.tolerance());
        }
        return false;
    }

    private float[] probabilities(Tensor x, int start, int draw, Sums sums) {
        try (Scope scope = Scope.open()) {
            Pass pass = inference instanceof Inference.Mean
                    ? Pass.mean()
                    : Pass.sampling(key.child(start).child(draw));
            Tensor logits = network.forward(x, pass);
            if (draw == 0) {
                sums.stddev(start, pass.trace());
            }
            return logits.logSoftmax().exp().toFloats();
        }
    }

    /** Returns some examples as a tensor [count, …]. */
    public static Tensor batch(Examples examples, int start, int count) {
        Shape one = shape(examples);
        int length = Math.toIntExact(one.elements());
        float[] values = new float[length * count];
        for (int i = 0; i < count; i++) {
            examples.copyFeatures(start + i, values, i * length);
        }
        return Tensor.of(values, one.batched(count));
    }

    /** Returns the shape of one example. */
    public static Shape shape(Examples examples) {
        return Shape.of(Arrays.stream(examples.exampleShape()).asLongStream().toArray());
    }

    /** Whether this predictor draws noise. */
    public NoiseMode noise() {
        return inference instanceof Inference.Mean ? NoiseMode.MEAN : NoiseMode.SAMPLE;
    }

    private static final class Sums {
        private final int classes;
        private final double[] probabilities;
        private final double[] squares;
        private final double[] entropies;
        private final double[] stddev;
        private boolean sites;

        Sums(int classes, int n) {
            this.classes = classes;
            this.probabilities = new double[n * classes];
            this.squares = new double[n * classes];
            this.entropies = new double[n];
            this.stddev = new double[n];
        }

        void add(int start, int count, float[] drawn) {
            for (int i = 0; i < count * classes; i++) {
                double p = drawn[i];
                probabilities[start * classes + i] += p;
                squares[start * classes + i] += p * p;
                entropies[start + i / classes] -= p > 0 ? p * Math.log(p) : 0;
            }
        }

        void divide(int start, int count, int draws) {
            for (int i = start * classes; i < (start + count) * classes; i++) {
                probabilities[i] /= draws;
            }
            for (int i = start; i < start + count; i++) {
                entropies[i] /= draws;
            }
        }

        double largestStandardError(int start, int count, int draws) {
            double largest = 0;
            for (int i = start; i < start + count; i++) {
                int best = i * classes;
                for (int c = best; c < (i + 1) * classes; c++) {
                    best = probabilities[c] > probabilities[best] ? c : best;
                }
                double mean = probabilities[best] / draws;
                double variance = Math.max(0, squares[best] / draws - mean * mean) * draws / (draws - 1);
                largest = Math.max(largest, Math.sqrt(variance / draws));
            }
            return largest;
        }

        /** Records exp of the mean over all units of log σ. */
        void stddev(int start, Trace trace) {
            int units = 0;
            for (Trace.Site site : trace.sites()) {
                float[] values = site.logStddev().toFloats();
                int n = Math.toIntExact(site.logStddev().shape().size(0));
                int each = values.length / n;
                for (int i = 0; i < values.length; i++) {
                    stddev[start + i / each] += values[i];
                }
                units += each;
                sites = true;
            }
            exponentiate(start, trace, units);
        }

        private void exponentiate(int start, Trace trace, int units) {
            if (units > 0) {
                int n = Math.toIntExact(trace.sites().get(0).mean().shape().size(0));
                for (int i = start; i < start + n; i++) {
                    stddev[i] = Math.exp(stddev[i] / units);
                }
            }
        }
    }
}
