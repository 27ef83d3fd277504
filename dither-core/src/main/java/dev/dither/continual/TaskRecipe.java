package dev.dither.continual;

import dev.dither.optim.Optimizer;

/**
 * How each task is trained: cross-entropy at a constant learning rate.
 *
 * @param optimizer how parameters move; around {@link dev.dither.optim.Perturbed} or any other
 * @param memory what a task leaves of the optimizer's memory
 * @param epochs passes over the training examples of a task
 * @param batchSize examples a step
 * @param strategy what is done against forgetting
 */
public record TaskRecipe(Optimizer optimizer, OptimizerMemory memory, int epochs, int batchSize, Strategy strategy) {
    /** What a task leaves of the optimizer's memory. */
    public enum OptimizerMemory {
        /** The next task goes on with it. */
        KEPT,
        /** The next task begins with an empty one. */
        FRESH
    }

    /** Checks. */
    public TaskRecipe {
        Require.atLeast(1, "epochs", epochs);
        Require.atLeast(1, "batchSize", batchSize);
    }

    /** Returns fine-tuning by one optimizer for all tasks. */
    public static TaskRecipe of(Optimizer optimizer, int epochs, int batchSize) {
        return new TaskRecipe(optimizer, OptimizerMemory.KEPT, epochs, batchSize, Strategy.FINE_TUNING);
    }

    /** Returns this with another strategy. */
    public TaskRecipe with(Strategy other) {
        return new TaskRecipe(optimizer, memory, epochs, batchSize, other);
    }

    /** Returns this with another fate of the optimizer's memory. */
    public TaskRecipe with(OptimizerMemory other) {
        return new TaskRecipe(optimizer, other, epochs, batchSize, strategy);
    }
}
