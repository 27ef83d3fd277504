package dev.dither.train;

import dev.dither.data.Augmentation;
import dev.dither.objective.Objective;
import dev.dither.optim.Optimizer;
import dev.dither.optim.Schedule;
import dev.dither.predict.Inference;

/**
 * How to train.
 *
 * @param objective what to minimize
 * @param optimizer how to move
 * @param schedule learning rate over training
 * @param epochs how often to look at the validation examples
 * @param passes passes over the training examples in an epoch
 * @param batchSize examples a step
 * @param lastBatch what happens to the last, incomplete batch of an epoch
 * @param patience epochs without a better one, see {@link Standing}, after which training ends, {@link #FOREVER} for never
 * @param augmentation what happens to each training example before each use
 * @param validatedBy how the network predicts the validation examples
 */
public record Recipe(
        Objective objective,
        Optimizer optimizer,
        Schedule schedule,
        int epochs,
        int passes,
        int batchSize,
        LastBatch lastBatch,
        int patience,
        Augmentation augmentation,
        Inference validatedBy) {
    /** A patience that never ends. */
    public static final int FOREVER = Integer.MAX_VALUE;

    /** A recipe whose learning rate and examples stay as they are, with one pass an epoch, whose last batch is kept. */
    public static Recipe of(Objective objective, Optimizer optimizer, int epochs, int batchSize) {
        return new Recipe(
                objective,
                optimizer,
                Schedule.CONSTANT,
                epochs,
                1,
                batchSize,
                LastBatch.KEEP,
                FOREVER,
                Augmentation.none(),
                new Inference.Mean());
    }

    /** Returns this recipe with another schedule. */
    public Recipe with(Schedule other) {
        return new Recipe(
                objective, optimizer, other, epochs, passes, batchSize, lastBatch, patience, augmentation, validatedBy);
    }

    /** Returns this recipe with another treatment of the last batch. */
    public Recipe with(LastBatch other) {
        return new Recipe(
                objective, optimizer, schedule, epochs, passes, batchSize, other, patience, augmentation, validatedBy);
    }

    /** Returns this recipe with another patience. */
    public Recipe withPatience(int epochsWithoutGain) {
        return new Recipe(
                objective,
                optimizer,
                schedule,
                epochs,
                passes,
                batchSize,
                lastBatch,
                epochsWithoutGain,
                augmentation,
                validatedBy);
    }

    /** Returns this recipe with more passes over the training examples in an epoch. */
    public Recipe withPasses(int inAnEpoch) {
        return new Recipe(
                objective,
                optimizer,
                schedule,
                epochs,
                inAnEpoch,
                batchSize,
                lastBatch,
                patience,
                augmentation,
                validatedBy);
    }

    /** Returns this recipe with another augmentation. */
    public Recipe with(Augmentation other) {
        return new Recipe(
                objective, optimizer, schedule, epochs, passes, batchSize, lastBatch, patience, other, validatedBy);
    }

    /** Returns this recipe with another way to predict the validation examples. */
    public Recipe with(Inference other) {
        return new Recipe(
                objective, optimizer, schedule, epochs, passes, batchSize, lastBatch, patience, augmentation, other);
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
        if (!(passes >= 1)) {
            throw new IllegalArgumentException("passes must be at least 1, got " + passes);
        }
        if (!(patience >= 1)) {
            throw new IllegalArgumentException("patience must be at least 1, got " + patience);
        }
        if (!(batchSize >= 1)) {
            throw new IllegalArgumentException("batchSize must be at least 1, got " + batchSize);
        }
    }

    /** Returns the number of steps of a pass over so many training examples. */
    public int stepsPerPass(int examples) {
        int whole = examples / batchSize;
        return lastBatch == LastBatch.KEEP && examples % batchSize > 0 ? whole + 1 : Math.max(1, whole);
    }
}
