package dev.dither.nn;

import dev.dither.rng.RandomKey;

/**
 * Everything that may differ between two passes through the same network.
 *
 * <p>There is no switch for training: noise, statistics and gradients are chosen independently. Dropout is noise, so
 * several sampling passes of a network with dropout differ from each other (Monte Carlo dropout).
 *
 * @param noise whether noise sites and dropout draw
 * @param statistics which statistics batch normalization uses
 * @param key address of this pass's noise
 * @param path path of the layer being passed
 * @param trace where noise sites report
 * @param draws how many draws of each example the batch holds: row d · N + i is draw d of example i
 */
public record Pass(NoiseMode noise, StatisticsMode statistics, RandomKey key, String path, Trace trace, int draws) {
    /** Checks. */
    public Pass {
        Require.positive("pass.draws", draws);
    }

    /** A pass of a batch that holds each example once. */
    public Pass(NoiseMode noise, StatisticsMode statistics, RandomKey key, String path, Trace trace) {
        this(noise, statistics, key, path, trace, 1);
    }

    /** Returns a pass for training: noise drawn, statistics of the batch, running ones tracked. */
    public static Pass training(RandomKey key) {
        return new Pass(NoiseMode.SAMPLE, StatisticsMode.TRACKED, key, "", new Trace());
    }

    /** Returns a pass for predicting by draws: noise drawn, running statistics. */
    public static Pass sampling(RandomKey key) {
        return new Pass(NoiseMode.SAMPLE, StatisticsMode.RUNNING, key, "", new Trace());
    }

    /** Returns a deterministic pass: noise at its mean, running statistics. */
    public static Pass mean() {
        return new Pass(NoiseMode.MEAN, StatisticsMode.RUNNING, RandomKey.root(0), "", new Trace());
    }

    /** Returns this pass with other statistics and the same trace. */
    public Pass withStatistics(StatisticsMode other) {
        return new Pass(noise, other, key, path, trace, draws);
    }

    /** Returns this pass with another trace. */
    public Pass tracedBy(Trace other) {
        return new Pass(noise, statistics, key, path, other, draws);
    }

    /** Returns the pass of a batch that holds {@code times} draws for each of this one. */
    public Pass stacked(int times) {
        return new Pass(noise, statistics, key, path, trace, Math.multiplyExact(draws, times));
    }

    /** Returns the pass of a child: its own key and path, the same trace. */
    public Pass in(String child) {
        String below = path.isEmpty() ? child : path + "/" + child;
        return new Pass(noise, statistics, key.child(child), below, trace, draws);
    }
}
