package dev.dither.predict;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What some examples say of a network at its own weights and at noisy ones.
 *
 * <p>Units: accuracies are shares, losses are mean negative log-likelihoods in nats.
 *
 * @param clean at θ
 * @param noisy at θ + e, one for each draw, at least two
 */
public record NoisyWeights(Judged clean, List<Judged> noisy) {
    /**
     * Figures at one value of the weights.
     *
     * @param accuracy share of examples whose predicted class is the label
     * @param nll mean negative log-likelihood, in nats
     */
    public record Judged(double accuracy, double nll) {}

    /**
     * A mean over draws.
     *
     * @param mean the mean
     * @param stderr standard error of the mean: the deviation of the draws, with K − 1, over √K
     */
    public record Estimate(double mean, double stderr) {}

    /** Copies and checks. */
    public NoisyWeights {
        noisy = List.copyOf(noisy);
        if (!(noisy.size() >= 2)) {
            throw new IllegalArgumentException("a standard error needs at least 2 draws, got " + noisy.size());
        }
    }

    /** Returns E accuracy(θ + e). */
    public Estimate accuracy() {
        return estimate(Judged::accuracy);
    }

    /** Returns the neural variable risk E L(θ + e). */
    public Estimate nll() {
        return estimate(Judged::nll);
    }

    /** Returns the expected sharpness δ = E L(θ + e) − L(θ): how much loss the noise costs. */
    public Estimate sharpness() {
        return estimate(judged -> judged.nll() - clean.nll());
    }

    /**
     * Returns whether the network has (b, δ) neural variability on these examples, by this estimate: |E L(θ + e) − L(θ)| ≤ δ, b the
     * scale of the noise.
     */
    public boolean within(double delta) {
        return Math.abs(sharpness().mean()) <= delta;
    }

    private Estimate estimate(ToDoubleFunction<Judged> figure) {
        double mean = noisy.stream().mapToDouble(figure).average().orElseThrow();
        double squares = noisy.stream()
                .mapToDouble(figure)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        int draws = noisy.size();
        return new Estimate(mean, Math.sqrt(squares / (draws - 1) / draws));
    }
}
