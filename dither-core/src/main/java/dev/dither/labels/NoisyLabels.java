package dev.dither.labels;

import dev.dither.rng.RandomKey;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Corrupted labels, which of them were changed, and the matrix they were drawn from.
 *
 * <p>Shapes: labels and flips are [N], the matrix T is [C, C] with T[i][j] = P(given label j | true class i).
 */
public final class NoisyLabels {
    private final int[] labels;
    private final boolean[] flips;
    private final double[][] transition;

    private NoisyLabels(int[] labels, boolean[] flips, double[][] transition) {
        this.labels = labels;
        this.flips = flips;
        this.transition = transition;
    }

    static NoisyLabels draw(int[] clean, double[][] transition, RandomKey key) {
        SplittableRandom generator = key.generator();
        int[] labels = new int[clean.length];
        boolean[] flips = new boolean[clean.length];
        for (int i = 0; i < clean.length; i++) {
            boolean known = 0 <= clean[i] && clean[i] < transition.length;
            Transitions.require(
                    known,
                    "label of example " + i + " must be in 0 … " + (transition.length - 1) + ", got " + clean[i]);
            labels[i] = draw(transition[clean[i]], clean[i], generator.nextDouble());
            flips[i] = labels[i] != clean[i];
        }
        return new NoisyLabels(labels, flips, transition);
    }

    // Other classes first: the clean label takes 1 − p and what rounding leaves.
    private static int draw(double[] row, int clean, double uniform) {
        double left = uniform;
        for (int j = 0; j < row.length; j++) {
            left -= j == clean ? 0 : row[j];
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

    /** Returns a copy of the matrix T that the labels were drawn from. */
    public double[][] transition() {
        return Arrays.stream(transition).map(double[]::clone).toArray(double[][]::new);
    }
}
