package dev.dither.attack;

import dev.dither.tensor.Tensor;
import java.util.Arrays;

/** What the attack of Carlini and Wagner has found for each example of a batch, and which coefficients are left to try. */
final class Smallest {
    private final double budget;
    private final Bounds bounds;
    private final Tensor examples;
    private final double[] distance;
    private final double[] lower;
    private final double[] upper;
    private final double[] coefficient;
    private final boolean[] reached;

    /** Begins with clean examples and no success; belongs to the innermost scope. */
    Smallest(Attempt attempt, double initialCoefficient) {
        int n = Math.toIntExact(attempt.x().shape().size(0));
        this.budget = attempt.threat().radius() * attempt.threat().radius();
        this.bounds = attempt.threat().bounds();
        this.examples = attempt.x().copy();
        this.distance = filled(n, Double.POSITIVE_INFINITY);
        this.lower = new double[n];
        this.upper = filled(n, Double.POSITIVE_INFINITY);
        this.coefficient = filled(n, initialCoefficient);
        this.reached = new boolean[n];
    }

    private static double[] filled(int n, double number) {
        double[] values = new double[n];
        Arrays.fill(values, number);
        return values;
    }

    int size() {
        return distance.length;
    }

    /** Returns the coefficients to try now. */
    double[] coefficients() {
        return coefficient.clone();
    }

    /** Returns the smallest success of each example, or the clean example. */
    Tensor examples() {
        return examples;
    }

    /**
     * Takes a look at an iterate of some examples.
     *
     * @param rows their numbers in the batch
     * @param x the iterate
     * @param squares squared distances from the clean examples
     * @param beyond whether each is a success
     */
    void look(int[] rows, Tensor x, float[] squares, boolean[] beyond) {
        int[] to = new int[rows.length];
        int[] from = new int[rows.length];
        int better = 0;
        for (int i = 0; i < rows.length; i++) {
            int row = rows[i];
            reached[row] |= beyond[i];
            if (beyond[i] && squares[i] < distance[row] && squares[i] <= budget) {
                distance[row] = squares[i];
                to[better] = row;
                from[better++] = i;
            }
        }
        if (better > 0) {
            examples.assignRows(
                    Arrays.copyOf(to, better), bounds.clamp(x.detach().rows(Arrays.copyOf(from, better))));
        }
    }

    /** Chooses the next coefficient of each example from whether this one had a success. */
    void narrow() {
        for (int i = 0; i < reached.length; i++) {
            if (reached[i]) {
                upper[i] = Math.min(upper[i], coefficient[i]);
            } else {
                lower[i] = Math.max(lower[i], coefficient[i]);
            }
            coefficient[i] = upper[i] < Double.POSITIVE_INFINITY ? (lower[i] + upper[i]) / 2 : 10 * coefficient[i];
        }
        Arrays.fill(reached, false);
    }
}
