package dev.dither.continual;

import dev.dither.data.Examples;
import dev.dither.rng.RandomKey;

/**
 * Tasks that differ by the order of the features: one random permutation a task, the same for all of its examples.
 *
 * <p>Formula: feature j of task t is feature πₜ(j) of the data, πₜ uniform over all permutations.
 *
 * <p>Differs: the first task is permuted like all others, so that no task is easier for a network that knows neighborhoods;
 * some implementations leave it as it is.
 *
 * <p>Reference: Goodfellow et al., An Empirical Investigation of Catastrophic Forgetting in Gradient-Based Neural Networks, 2014;
 * Kirkpatrick et al., Overcoming catastrophic forgetting in neural networks, 2017.
 *
 * @param count number of tasks
 */
public record PermutedFeatures(int count) implements TaskStream {
    /** Checks. */
    public PermutedFeatures {
        Require.atLeast(1, "permuted.count", count);
    }

    @Override
    public int tasks(Examples all) {
        return count;
    }

    @Override
    public int classes(Examples all) {
        return all.classes();
    }

    @Override
    public Examples task(Examples all, int task, RandomKey key) {
        return all.reordered(key.child(task).permutation(all.featureCount()));
    }
}
