package dev.dither.train;

import dev.dither.objective.Objective;
import dev.dither.optim.Optimizer;
import dev.dither.optim.Schedule;

/**
 * How to train.
 *
 * @param objective what to minimize
 * @param optimizer how to move
 * @param schedule learning rate over training
 * @param epochs passes over the data
 * @param batchSize examples a step
 * @param lastBatch what happens to the last, incomplete batch of an epoch
 */
public record Recipe(
        Objective objective, Optimizer optimizer, Schedule schedule, int epochs, int batchSize, LastBatch lastBatch) {
    /** What happens to the last, incomplete batch of an epoch. */
    public enum LastBatch {
        /** It is a smaller step. */
        KEEP,
        /** It is left out. */
        DROP
    }

    /** Checks. */
    public Recipe {
        if (!(epochs >= 1)) {
            throw new IllegalArgumentException("epochs must be at least 1, got " + epochs);
        }
        if (!(batchSize >= 1)) {
            throw new IllegalArgumentException("batchSize must be at least 1, got " + batchSize);
        }
    }

    int stepsPerEpoch(int examples) {
        int whole = examples / batchSize;
        return lastBatch == LastBatch.KEEP && examples % batchSize > 0 ? whole + 1 : Math.max(1, whole);
    }
}
