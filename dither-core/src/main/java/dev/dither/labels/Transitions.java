package dev.dither.labels;

import java.util.function.IntUnaryOperator;

/** Checks and matrices that the kinds of label noise share. */
final class Transitions {
    private Transitions() {}

    /** Returns the matrix with 1−p at [i, i] and p at [i, target(i)]; rows with target(i) = i are clean. */
    static TransitionMatrix toTarget(int classes, double p, IntUnaryOperator target) {
        double[][] matrix = new double[classes][classes];
        for (int i = 0; i < classes; i++) {
            matrix[i][i] = 1 - p;
            int j = target.applyAsInt(i);
            matrix[i][j] = j == i ? 1 : p;
        }
        return TransitionMatrix.of(matrix);
    }

    static void requireRate(String noise, double rate) {
        require(0 <= rate && rate <= 1, noise + ".noiseRate must be in [0, 1], got " + rate);
    }

    static void requireClasses(String noise, int classes) {
        require(classes >= 2, noise + ": label noise needs 2 or more classes, got " + classes);
    }

    static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
