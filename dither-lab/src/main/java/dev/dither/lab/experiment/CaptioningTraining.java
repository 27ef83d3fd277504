package dev.dither.lab.experiment;

import dev.dither.lab.key.Default;
import dev.dither.lab.key.Require;
import dev.dither.objective.ImportanceWeighted;
import dev.dither.objective.Objective;
import dev.dither.objective.SequenceLikelihood;
import dev.dither.optim.Clipped;
import dev.dither.optim.Optimizer;
import dev.dither.optim.Schedule;
import dev.dither.train.Recipe;
import org.jspecify.annotations.Nullable;

/**
 * How captions are learned; an epoch sees each image once, with one of its captions.
 *
 * @param epochs how many
 * @param batchSize images a step
 * @param learningRate that of the first step
 * @param weightDecay factor of the parameters that is added to the gradient
 * @param schedule how the learning rate changes
 * @param optimizer which rule moves the parameters
 * @param clip greatest norm of a gradient, or absent
 * @param drawBatch of several draws of an example how many are in memory at a time, 0 for all
 */
public record CaptioningTraining(
        @Default("10") int epochs,
        @Default("32") int batchSize,
        @Default("0.001") double learningRate,
        @Default("0") double weightDecay,
        @Default("constant") Schedule schedule,
        @Default("adam") UpdateRule optimizer,
        @Default("null") @Nullable Double clip,
        @Default("0") int drawBatch) {
    /** Checks. */
    public CaptioningTraining {
        Require.that(epochs >= 1, "training.epochs must be at least 1, got " + epochs);
        Require.that(batchSize >= 1, "training.batchSize must be at least 1, got " + batchSize);
        Require.that(learningRate > 0, "training.learningRate must be positive, got " + learningRate);
        Require.that(weightDecay >= 0, "training.weightDecay must not be negative, got " + weightDecay);
        Require.that(schedule != null, "training.schedule is missing");
        Require.that(optimizer != null, "training.optimizer is missing");
        Require.that(clip == null || clip > 0, "training.clip must be positive, got " + clip);
        Require.that(drawBatch >= 0, "training.drawBatch must not be negative, got " + drawBatch);
    }

    Recipe recipe(CaptioningMethod method) {
        Optimizer rule = optimizer.at(learningRate, weightDecay);
        Optimizer held = clip == null ? rule : new Clipped(rule, clip);
        return Recipe.of(objective(method), held, epochs, batchSize).with(schedule);
    }

    private Objective objective(CaptioningMethod method) {
        SequenceLikelihood captions = new SequenceLikelihood();
        ImportancePlan several = method.importanceWeighted();
        return several == null
                ? captions
                : several.around(captions, drawBatch == 0 ? ImportanceWeighted.ALL : drawBatch);
    }
}
