package dev.dither.labels;

import dev.dither.rng.RandomKey;

/**
 * Corruption of class labels, described by a matrix of transition probabilities.
 *
 * <p>Formula: T[i][j] = P(given label j | true class i); each example draws its label from row i, on its own.
 */
public sealed interface LabelNoise permits ClassFlip, Pairwise, Symmetric, PatriniMnist {
    /** Returns the probability, in [0, 1], that the label of an affected class is changed. */
    double noiseRate();

    /** Returns the matrix T for {@code classes} classes; where the matrix itself is random, it is drawn from the key. */
    TransitionMatrix transition(int classes, RandomKey key);

    /** Returns {@code clean} under this noise: the same key gives the same labels. */
    default NoisyLabels corrupt(int[] clean, int classes, RandomKey key) {
        return NoisyLabels.draw(clean, transition(classes, key.child("transition")), key.child("labels"));
    }
}
