package dev.dither.labels;

import dev.dither.rng.RandomKey;

/**
 * Noise that turns a label into the next class, the last one into the first.
 *
 * <p>Formula: T[i][i] = 1 − p, T[i][(i + 1) mod C] = p.
 *
 * @param noiseRate p, in [0, 1]
 */
public record Pairwise(double noiseRate) implements LabelNoise {
    /** Checks the rate. */
    public Pairwise {
        Transitions.requireRate("pairwise", noiseRate);
    }

    @Override
    public TransitionMatrix transition(int classes, RandomKey key) {
        Transitions.requireClasses("pairwise", classes);
        return Transitions.toTarget(classes, noiseRate, i -> (i + 1) % classes);
    }
}
