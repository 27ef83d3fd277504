package dev.dither.prune;

import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.rng.RandomKey;

/** What a unit is worth: the one with the lowest score of all layers goes first. A value without memory. */
public interface Criterion {
    /**
     * Returns the scores of all layers that this criterion can judge.
     *
     * @param network what is judged; stays as it is
     * @param data examples to judge by
     * @param key address of random draws
     */
    UnitScores score(Network network, Examples data, RandomKey key);
}
