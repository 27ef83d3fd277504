package dev.dither.labels;

import dev.dither.rng.RandomKey;
import java.util.Arrays;

/**
 * Noise that turns a label into each of the other classes alike; a flip always changes the label.
 *
 * <p>Formula: T[i][i] = 1 − p, T[i][j] = p / (C − 1) for j ≠ i.
 *
 * @param noiseRate p, in [0, 1]
 */
public record Symmetric(double noiseRate) implements LabelNoise {
    /** Checks the rate. */
    public Symmetric {
        Transitions.requireRate("symmetric", noiseRate);
    }

    @Override
    public TransitionMatrix transition(int classes, RandomKey key) {
        Transitions.requireClasses("symmetric", classes);
        double[][] matrix = new double[classes][classes];
        for (int i = 0; i < classes; i++) {
            Arrays.fill(matrix[i], noiseRate / (classes - 1));
            matrix[i][i] = 1 - noiseRate;
        }
        return TransitionMatrix.of(matrix);
    }
}
