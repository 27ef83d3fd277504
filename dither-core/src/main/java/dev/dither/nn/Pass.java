package dev.dither.nn;

import dev.dither.rng.RandomKey;

/**
 * Everything that may differ between two passes through the same network.
 *
 * @param noise whether noise sites draw
 * @param training whether dropout is on
 * @param key address of this pass's noise
 * @param path path of the layer being passed
 * @param trace where noise sites report
 */
public record Pass(NoiseMode noise, boolean training, RandomKey key, String path, Trace trace) {
    /** Returns a pass for training: noise on. */
    public static Pass training(RandomKey key) {
        return new Pass(NoiseMode.SAMPLE, true, key, "", new Trace());
    }

    /** Returns a pass in which noise sites draw and dropout is off. */
    public static Pass sampling(RandomKey key) {
        return new Pass(NoiseMode.SAMPLE, false, key, "", new Trace());
    }

    /** Returns a deterministic pass. */
    public static Pass mean() {
        return new Pass(NoiseMode.MEAN, false, RandomKey.root(0), "", new Trace());
    }

    /** Returns the pass of a child: its own key and path, the same trace. */
    public Pass in(String child) {
        return new Pass(noise, training, key.child(child), path.isEmpty() ? child : path + "/" + child, trace);
    }
}
