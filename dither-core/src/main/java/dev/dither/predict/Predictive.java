package dev.dither.predict;

import dev.dither.data.SoftLabels;
import java.util.Arrays;

/** Predicted class probabilities of some examples, and their judgement against labels. */
public final class Predictive {
    private final int classes;
    private final double[] probabilities;
    private final double[] expectedEntropy;
    private final double[] stddev;
    private final int[] draws;

    /**
     * Holds predictions.
     *
     * @param classes C
     * @param probabilities [N · C], averaged over draws
     * @param expectedEntropy [N], mean over draws of the entropy of one draw's probabilities, in nats
     * @param stddev [N], geometric mean σ of the noise sites, or empty without any
     * @param draws [N], number of noisy passes behind each example, 0 for the mean
     */
    Predictive(int classes, double[] probabilities, double[] expectedEntropy, double[] stddev, int[] draws) {
        this.classes = classes;
        this.probabilities = probabilities;
        this.expectedEntropy = expectedEntropy;
        this.stddev = stddev;
        this.draws = draws;
    }

    /**
     * Returns predictions that were made elsewhere, by one pass without noise.
     *
     * @param probabilities [N][C], each row a distribution; copied
     */
    public static Predictive of(double[][] probabilities) {
        boolean matrix = probabilities.length > 0
                && Arrays.stream(probabilities).allMatch(row -> row.length == probabilities[0].length)
                && probabilities[0].length > 0;
        if (!matrix) {
            throw new IllegalArgumentException("predictions need one row an example and one column a class, got "
                    + probabilities.length + " rows of unequal or no length");
        }
        int n = probabilities.length;
        double[] flat =
                Arrays.stream(probabilities).flatMapToDouble(Arrays::stream).toArray();
        Predictive found = new Predictive(probabilities[0].length, flat, new double[n], new double[0], new int[n]);
        Arrays.setAll(found.expectedEntropy, found::entropy);
        return found;
    }

    /** Returns the number of classes. */
    public int classes() {
        return classes;
    }

    /** Returns the number of examples. */
    public int size() {
        return probabilities.length / classes;
    }

    /** Returns the largest number of noisy passes behind an example, 0 for the mean. */
    public int draws() {
        return Arrays.stream(draws).max().orElse(0);
    }

    /** Returns the number of noisy passes behind an example, 0 for the mean. */
    public int drawsOf(int example) {
        return draws[example];
    }

    /** Returns the probability of a class for an example. */
    public double probability(int example, int label) {
        return probabilities[example * classes + label];
    }

    /** Returns the most probable class, the first of equals. */
    public int predicted(int example) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
            if (probability(example, c) > probability(example, best)) {
                best = c;
            }
        }
        return best;
    }

    /** Returns the geometric mean of σ over the units of all noise sites. */
    public double stddev(int example) {
        return stddev.length == 0 ? 0 : stddev[example];
    }

    /** Returns whether the network has noise sites. */
    public boolean stochastic() {
        return stddev.length > 0;
    }

    /** Returns the fraction of examples whose predicted class is the label. */
    public double accuracy(int[] labels) {
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            right += predicted(i) == labels[i] ? 1 : 0;
        }
        return (double) right / labels.length;
    }

    /** Returns −(1/N) Σ log p(label), in nats; a probability of 0 counts as the smallest positive float. */
    public double nll(int[] labels) {
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            sum -= Math.log(Math.max(probability(i, labels[i]), Float.MIN_NORMAL));
        }
        return sum / labels.length;
    }

    /**
     * Returns the cross-entropy −(1/N) Σᵢ Σ_c q(c) log p(c) against what people said of the examples, in nats; it is at least the
     * mean entropy of q. A probability of 0 counts as the smallest positive float.
     */
    public double nll(SoftLabels labels) {
        if (labels.size() != size() || labels.classes() != classes) {
            throw new IllegalArgumentException("soft labels: expected [" + size() + ", " + classes + "], got ["
                    + labels.size() + ", " + labels.classes() + "]");
        }
        double sum = 0;
        for (int i = 0; i < size(); i++) {
            for (int c = 0; c < classes; c++) {
                sum -= labels.share(i, c) * Math.log(Math.max(probability(i, c), Float.MIN_NORMAL));
            }
        }
        return sum / size();
    }

    /** Returns the Brier score (1/N) Σᵢ Σ_c (p(c) − [c = label])², between 0 and 2. */
    public double brier(int[] labels) {
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            for (int c = 0; c < classes; c++) {
                double error = probability(i, c) - (c == labels[i] ? 1 : 0);
                sum += error * error;
            }
        }
        return sum / labels.length;
    }

    /**
     * Returns the expected calibration error with 15 bins of equal width: Σ_b (n_b / N) |accuracy_b − confidence_b|.
     *
     * <p>Reference: Guo et al. 2017, Eq. 3.
     */
    public double calibrationError(int[] labels) {
        int bins = 15;
        double[] gap = new double[bins];
        for (int i = 0; i < labels.length; i++) {
            int label = predicted(i);
            double confidence = probability(i, label);
            int bin = Math.min(bins - 1, (int) (confidence * bins));
            gap[bin] += (label == labels[i] ? 1 : 0) - confidence;
        }
        return Arrays.stream(gap).map(Math::abs).sum() / labels.length;
    }

    /** Returns the entropy of the averaged probabilities of an example, in nats. */
    public double entropy(int example) {
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            double p = probability(example, c);
            sum -= p > 0 ? p * Math.log(p) : 0;
        }
        return sum;
    }

    /** Returns the mutual information of label and noise: entropy of the average minus average of the entropies. */
    public double mutualInformation(int example) {
        return Math.max(0, entropy(example) - expectedEntropy[example]);
    }
}
