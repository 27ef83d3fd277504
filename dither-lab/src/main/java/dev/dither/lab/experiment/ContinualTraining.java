package dev.dither.lab.experiment;

import dev.dither.continual.TaskRecipe;
import dev.dither.continual.TaskRecipe.OptimizerMemory;
import dev.dither.lab.key.Default;
import dev.dither.lab.key.Require;

/**
 * How each task is trained, at a constant learning rate.
 *
 * @param epochs passes over the training examples of a task
 * @param batchSize examples a step
 * @param learningRate of all steps
 * @param weightDecay factor of the parameters that is added to the gradient
 * @param optimizer which rule moves the parameters
 * @param freshOptimizer whether each task begins with an empty memory of the optimizer
 */
public record ContinualTraining(
        @Default("1") int epochs,
        @Default("256") int batchSize,
        @Default("0.001") double learningRate,
        @Default("0") double weightDecay,
        @Default("adam") UpdateRule optimizer,
        @Default("false") boolean freshOptimizer) {
    /** Checks. */
    public ContinualTraining {
        Require.that(epochs >= 1, "training.epochs must be at least 1, got " + epochs);
        Require.that(batchSize >= 1, "training.batchSize must be at least 1, got " + batchSize);
        Require.that(learningRate > 0, "training.learningRate must be positive, got " + learningRate);
        Require.that(weightDecay >= 0, "training.weightDecay must not be negative, got " + weightDecay);
        Require.that(optimizer != null, "training.optimizer is missing");
    }

    TaskRecipe recipe(ContinualMethod method) {
        return new TaskRecipe(
                method.optimizer(optimizer.at(learningRate, weightDecay)),
                freshOptimizer ? OptimizerMemory.FRESH : OptimizerMemory.KEPT,
                epochs,
                batchSize,
                method.strategy());
    }
}
