package dev.dither.train;

import dev.dither.data.Augmentation;
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
 * @param augmentation what happens to each training example before each use
 */
public record Recipe(
        Objective objective,
        Optimizer optimizer,
        Schedule schedule,
        int epochs,
        int batchSize,
        LastBatch lastBatch,
        Augmentation augmentation) {
    /** A recipe whose learning rate and examples stay as they are, and whose last batch is kept. */
    public static Recipe of(Objective objective, Optimizer optimizer, int epochs, int batchSize) {
        return new Recipe(
                objective, optimizer, Schedule.CONSTANT, epochs, batchSize, LastBatch.KEEP, Augmentation.none());
    }

    /** Returns this recipe with another schedule. */
    public Recipe with(Schedule other) {
        return new Recipe(objective, optimizer, other, epochs, batchSize, lastBatch, augmentation);
    }

    /** Returns this recipe with another treatment of the last batch. */
    public Recipe with(LastBatch other) {
        return new Recipe(objective, optimizer, schedule, epochs, batchSize, other, augmentation);
    }

    /** Returns this recipe with another augmentation. */
    public Recipe with(Augmentation other) {
        return new Recipe(objective, optimizer, schedule, epochs, batchSize, lastBatch, other);
    }

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
