package dev.dither.predict;

import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Lower bound by S draws on how likely a network with noise makes the labels.
 *
 * <p>Formula: L(S) = (1/N) Σᵢ E log (1/S) Σₛ p(yᵢ | xᵢ, noiseₛ), which never falls with S and tends to the marginal (1/N) Σᵢ
 * log E p(yᵢ | xᵢ, noise).
 *
 * <p>Units: nats. The expectation is the mean over {@code repeats} independent groups of S draws, and the standard error is that
 * over the groups; it says nothing about other examples.
 *
 * <p>Reference: Noh et al., Regularizing Deep Neural Networks by Noise, 2017, section 3.2; Burda et al., 2016, Theorem 1.
 *
 * @param draws S
 * @param repeats groups, at least 2
 * @param key address of the noise
 */
public record LikelihoodBound(int draws, int repeats, RandomKey key) {
    private static final int BATCH = 500;

    /** Checks. */
    public LikelihoodBound {
        if (!(draws >= 1)) {
            throw new IllegalArgumentException("likelihood-bound.draws must be at least 1, got " + draws);
        }
        if (!(repeats >= 2)) {
            throw new IllegalArgumentException("likelihood-bound.repeats must be at least 2, got " + repeats);
        }
    }

    /** Returns the bound of a network for these examples under their labels, with running statistics. */
    public NoisyWeights.Estimate measure(Network network, Examples examples) {
        double[] sums = new double[repeats];
        try (Gradients.Off off = Gradients.off()) {
            for (int start = 0; start < examples.size(); start += BATCH) {
                add(network, examples, start, sums);
            }
        }
        double mean = Arrays.stream(sums).average().orElseThrow() / examples.size();
        double squares = Arrays.stream(sums)
                .map(sum -> Math.pow(sum / examples.size() - mean, 2))
                .sum();
        return new NoisyWeights.Estimate(mean, Math.sqrt(squares / (repeats - 1) / repeats));
    }

    private void add(Network network, Examples examples, int start, double[] sums) {
        int count = Math.min(BATCH, examples.size() - start);
        try (Scope scope = Scope.open()) {
            Tensor labels = Tensor.ofLabels(Arrays.copyOfRange(examples.labels(), start, start + count));
            Function<Pass, Tensor> forwards =
                    network.forwards(Predictor.batch(examples, start, count), Pass.sampling(key));
            for (int repeat = 0; repeat < repeats; repeat++) {
                sums[repeat] += group(forwards, labels, key.child(start).child(repeat));
            }
        }
    }

    /** Returns Σᵢ log (1/S) Σₛ p(yᵢ | xᵢ, noiseₛ) of one group of draws. */
    private double group(Function<Pass, Tensor> forwards, Tensor labels, RandomKey ofGroup) {
        LogSums sums = new LogSums(Math.toIntExact(labels.shape().size(0)));
        for (int draw = 0; draw < draws; draw++) {
            try (Scope scope = Scope.open()) {
                Tensor logits = forwards.apply(Pass.sampling(ofGroup.child(draw)));
                sums.add(logits.logSoftmax().picked(labels).toFloats());
            }
        }
        return sums.sum() - Math.log(draws) * sums.size();
    }

    /** Logarithms of sums of exponentials, one for each example, that grow by one summand at a time. */
    private static final class LogSums {
        private final double[] greatest;
        private final double[] rest;

        LogSums(int count) {
            greatest = new double[count];
            rest = new double[count];
            Arrays.fill(greatest, Double.NEGATIVE_INFINITY);
        }

        int size() {
            return greatest.length;
        }

        void add(float[] logarithms) {
            for (int i = 0; i < greatest.length; i++) {
                double now = Math.max(greatest[i], logarithms[i]);
                rest[i] = rest[i] * Math.exp(greatest[i] - now) + Math.exp(logarithms[i] - now);
                greatest[i] = now;
            }
        }

        double sum() {
            double sum = 0;
            for (int i = 0; i < greatest.length; i++) {
                sum += greatest[i] + Math.log(rest[i]);
            }
            return sum;
        }
    }
}
