package dev.dither.lab.experiment;

import dev.dither.data.Augmentation;
import dev.dither.lab.key.Default;
import dev.dither.lab.key.Require;
import dev.dither.objective.ImportanceWeighted;
import dev.dither.optim.Clipped;
import dev.dither.optim.Optimizer;
import dev.dither.optim.Rule;
import dev.dither.optim.Schedule;
import dev.dither.optim.Sgd;
import dev.dither.train.Recipe;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The recipe shared by the methods.
 *
 * @param epochs how often to look at the validation examples
 * @param passes passes over the training examples in an epoch
 * @param batchSize examples a step
 * @param learningRate that of the first step
 * @param weightDecay factor of the parameters that is added to the gradient
 * @param schedule how the learning rate changes
 * @param lastBatch whether the last, incomplete batch of an epoch is a step
 * @param patience epochs without a better validation accuracy after which training ends, 0 for never
 * @param optimizer which rule moves the parameters
 * @param augmentation random changes of the training images, in this order: see {@link Augmentation#parse}
 * @param momentum that of gradient descent, 0.9 where the file does not say; absent for the other rules
 * @param clip greatest norm of a gradient of the loss, or absent
 * @param nesterov whether momentum looks ahead, of gradient descent alone
 * @param drawBatch of several draws of an example how many are in memory at a time, 0 for all
 */
public record Training(
        @Default("10") int epochs,
        @Default("1") int passes,
        @Default("32") int batchSize,
        @Default("0.001") double learningRate,
        @Default("0") double weightDecay,
        @Default("constant") Schedule schedule,
        @Default("keep") Recipe.LastBatch lastBatch,
        @Default("0") int patience,
        @Default("adam") UpdateRule optimizer,
        @Default("[]") List<String> augmentation,
        @Default("null") @Nullable Double momentum,
        @Default("null") @Nullable Double clip,
        @Default("false") boolean nesterov,
        @Default("0") int drawBatch) {
    /** Fills in what depends on the rule, copies and checks. */
    public Training {
        Require.that(epochs >= 1, "training.epochs must be at least 1, got " + epochs);
        Require.that(passes >= 1, "training.passes must be at least 1, got " + passes);
        Require.that(batchSize >= 1, "training.batchSize must be at least 1, got " + batchSize);
        Require.that(learningRate > 0, "training.learningRate must be positive, got " + learningRate);
        Require.that(patience >= 0, "training.patience must not be negative, got " + patience);
        Require.that(optimizer != null, "training.optimizer is missing");
        augmentation = augmentation == null ? List.of() : List.copyOf(augmentation);
        augmentation.forEach(Augmentation::parse);
        Require.that(clip == null || clip > 0, "training.clip must be positive, got " + clip);
        Require.that(drawBatch >= 0, "training.drawBatch must not be negative, got " + drawBatch);
        requireDescent(optimizer, momentum, nesterov);
        momentum = optimizer == UpdateRule.SGD && momentum == null ? Double.valueOf(UpdateRule.MOMENTUM) : momentum;
    }

    private static void requireDescent(UpdateRule optimizer, @Nullable Double momentum, boolean nesterov) {
        boolean descent = optimizer == UpdateRule.SGD;
        Require.that(
                descent || momentum == null,
                "training.momentum is for optimizer sgd, got " + momentum + " for " + optimizer + "; leave it out");
        Require.that(
                descent || !nesterov,
                "training.nesterov is for optimizer sgd, got true for " + optimizer + "; leave it out");
        Require.that(
                momentum == null || (0 <= momentum && momentum < 1),
                "training.momentum must be in [0, 1), got " + momentum);
        Require.that(
                !nesterov || momentum == null || momentum > 0,
                "training.nesterov needs momentum, got 0; leave nesterov out");
    }

    /** Returns the rule that moves the weights, at another learning rate than that of the training perhaps. */
    Rule rule(double rate) {
        return momentum == null
                ? optimizer.at(rate, weightDecay)
                : new Sgd(rate, momentum, weightDecay, Sgd.Convention.TORCH, nesterov);
    }

    /** Returns an optimizer that sees the gradients of the loss no longer than they may be. */
    Optimizer clipped(Optimizer around) {
        return clip == null ? around : new Clipped(around, clip);
    }

    /** Returns how many draws of an example are in memory at a time. */
    int drawsAtATime() {
        return drawBatch == 0 ? ImportanceWeighted.ALL : drawBatch;
    }

    /** Returns what happens to a training image before each use. */
    public Augmentation augmentations() {
        return Augmentation.of(augmentation.stream().map(Augmentation::parse).toList());
    }
}
