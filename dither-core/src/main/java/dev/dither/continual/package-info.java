/**
 * Networks that learn tasks one after another, and what they forget.
 *
 * <p><b>What comes.</b> A {@link dev.dither.continual.TaskStream} is a value that makes tasks from one set of examples, each when it is
 * its turn: {@link dev.dither.continual.PermutedFeatures} with an order of the features for each task, {@link
 * dev.dither.continual.ClassGroups} with a few classes for each, {@link dev.dither.continual.RotatedImages} with an angle for each. A
 * stream of one's own implements the interface.
 *
 * <p><b>What learns.</b> A {@link dev.dither.continual.TaskNetwork} is one network for all tasks, or a trunk with a head for each. The
 * network of a task has no parameters of other heads, so training cannot move them, and noise cannot touch them.
 *
 * <p><b>How.</b> A {@link dev.dither.continual.TaskRecipe} has any optimizer; gradients at perturbed weights against forgetting are {@link
 * dev.dither.optim.Perturbed} there. A {@link dev.dither.continual.Strategy} adds {@link dev.dither.continual.Consolidation}, the penalty {@link
 * dev.dither.continual.ElasticWeights} around {@link dev.dither.continual.Anchors} by the {@link dev.dither.continual.Fisher}
 * information, or {@link dev.dither.continual.Replay}, a few examples of earlier tasks in each batch, or both. The penalty is part of
 * the objective, so its gradient is taken where all gradients are; anchors and importances are taken between tasks, where weights are
 * clean.
 *
 * <p><b>What comes out.</b> A {@link dev.dither.continual.TaskLearner} learns one task after another and judges all so far after each;
 * {@link dev.dither.continual.AccuracyMatrix} says how much was forgotten:
 *
 * <pre>{@code
 * Optimizer calm = Perturbed.asPublished(Adam.DEFAULT, Perturbation.gaussian(0.03));
 * try (TaskNetwork network = TaskNetwork.of(Network.build(data.train().shape(), layers, root))) {
 *     TaskLearner learner = new TaskLearner(
 *             network, new PermutedFeatures(5), data, TaskRecipe.of(calm, 1, 256), root);
 *     AccuracyMatrix found = AccuracyMatrix.EMPTY;
 *     while (learner.tasksDone() < learner.tasks()) {
 *         found = found.plus(learner.next().accuracies());
 *     }
 * }
 * }</pre>
 */
@NullMarked
package dev.dither.continual;

import org.jspecify.annotations.NullMarked;
