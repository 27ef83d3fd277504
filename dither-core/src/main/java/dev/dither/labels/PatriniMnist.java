package dev.dither.labels;

import dev.dither.rng.RandomKey;

/**
 * Noise between digits that look alike: 7 → 1, 2 → 7, 5 ↔ 6, 3 → 8; labels of the other digits stay clean.
 *
 * <p>Formula: T[i][i] = 1 − p, T[i][j(i)] = p for i in 2, 3, 5, 6, 7; ten classes only.
 * <p>Reference: G. Patrini et al., Making Deep Neural Networks Robust to Label Noise, 2017.
 *
 * @param noiseRate p, in [0, 1]
 */
public record PatriniMnist(double noiseRate) implements LabelNoise {
    private static final int[] TARGET = {0, 1, 7, 8, 4, 6, 5, 1, 8, 9};

    /** Checks the rate. */
    public PatriniMnist {
        Transitions.requireRate("patriniMnist", noiseRate);
    }

    @Override
    public TransitionMatrix transition(int classes, RandomKey key) {
        Transitions.require(
                classes == TARGET.length, "patriniMnist: expected the 10 digits as classes, got " + classes);
        return Transitions.toTarget(classes, noiseRate, i -> TARGET[i]);
    }
}
