package dev.dither.labels;

import dev.dither.rng.RandomKey;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Corrupted labels, the clean ones, which of them were changed, and the matrix they were drawn from.
 *
 * <p>Shapes: labels, clean labels and flips are [N].
 */
public final class NoisyLabels {
    private final int[] labels;
    private final int[] clean;
    private final boolean[] flips;
    private final TransitionMatrix transition;

    private NoisyLabels(int[] labels, int[] clean, boolean[] flips, TransitionMatrix transition) {
        this.labels = labels;
        this.clean = clean;
        this.flips = flips;
        this.transition = transition;
    }

    static NoisyLabels draw(int[] clean, TransitionMatrix transition, RandomKey key) {
        SplittableRandom generator = key.generator();
        int[] labels = new int[clean.length];
        boolean[] flips = new boolean[clean.length];
        for (int i = 0; i < clean.length; i++) {
            requireKnown(clean[i], transition.classes(), i);
            labels[i] = draw(transition, clean[i], generator.nextDouble());
            flips[i] = labels[i] != clean[i];
        }
        return new NoisyLabels(labels, clean.clone(), flips, transition);
    }

    /**
     * Returns labels that came from elsewhere, as from people, beside the clean ones. Their transition matrix is the measured one:
     * the shares of the labels that the examples of a class were given; of a class without examples, that of right labels.
     *
     * @param labels the labels, 0 … classes − 1
     * @param clean the true ones
     */
    public static NoisyLabels given(int[] labels, int[] clean, int classes) {
        Transitions.require(
                labels.length == clean.length,
                "given labels: expected " + clean.length + ", one for each clean label, got " + labels.length);
        double[][] shares = new double[classes][classes];
        boolean[] flips = new boolean[clean.length];
        for (int i = 0; i < clean.length; i++) {
            requireKnown(clean[i], classes, i);
            requireKnown(labels[i], classes, i);
            shares[clean[i]][labels[i]]++;
            flips[i] = labels[i] != clean[i];
        }
        for (int c = 0; c < classes; c++) {
            normalize(shares[c], c);
        }
        return new NoisyLabels(labels.clone(), clean.clone(), flips, TransitionMatrix.of(shares));
    }

    private static void normalize(double[] counts, int ofClass) {
        double examples = Arrays.stream(counts).sum();
        if (examples == 0) {
            counts[ofClass] = 1;
            return;
        }
        for (int j = 0; j < counts.length; j++) {
            counts[j] /= examples;
        }
    }

    private static void requireKnown(int label, int classes, int example) {
        Transitions.require(
                0 <= label && label < classes,
                "label of example " + example + " must be in 0 … " + (classes - 1) + ", got " + label);
    }

    // Other classes first: the clean label takes 1 − p and what rounding leaves.
    private static int draw(TransitionMatrix transition, int clean, double uniform) {
        double left = uniform;
        for (int j = 0; j < transition.classes(); j++) {
            left -= j == clean ? 0 : transition.probability(clean, j);
            if (left < 0) {
                return j;
            }
        }
        return clean;
    }

    /** Returns the number of labels. */
    public int size() {
        return labels.length;
    }

    /** Returns a copy of the corrupted labels. */
    public int[] labels() {
        return labels.clone();
    }

    /** Returns a copy of the labels before the corruption. */
    public int[] clean() {
        return clean.clone();
    }

    /** Returns whether the label of example {@code i} differs from the clean one. */
    public boolean flipped(int i) {
        return flips[i];
    }

    /** Returns a copy of the mask of changed labels. */
    public boolean[] flips() {
        return flips.clone();
    }

    /** Returns the number of changed labels. */
    public int flipCount() {
        int count = 0;
        for (boolean flip : flips) {
            count += flip ? 1 : 0;
        }
        return count;
    }

    /** Returns the matrix T that the labels were drawn from: the true one, for a comparison with estimates. */
    public TransitionMatrix transition() {
        return transition;
    }
}
