/**
 * Wrong labels: how they come about, how to learn in spite of them, and how to find them.
 *
 * <p>A {@link dev.dither.labels.LabelNoise} corrupts clean training labels in a known way. What it returns, {@link
 * dev.dither.labels.NoisyLabels}, tells later which labels were changed and by which {@link
 * dev.dither.labels.TransitionMatrix}. Test labels stay clean.
 *
 * <p>A {@link dev.dither.objective.CrossEntropy} that does not trust its labels gets another likelihood. Bootstrapping,
 * {@link dev.dither.labels.SoftBootstrap} and {@link dev.dither.labels.HardBootstrap}, believes the network a little. The
 * corrections, {@link dev.dither.labels.ForwardCorrection} and {@link dev.dither.labels.BackwardCorrection}, believe a
 * transition matrix: the true one, or a {@link dev.dither.labels.TransitionEstimate} from a network that was trained on
 * the wrong labels before. Penalties on the noise of activations are added to any of them.
 *
 * <p>Afterwards {@link dev.dither.labels.Memorization} says how much of the wrong labels was learned by heart, and {@link
 * dev.dither.labels.Suspicion} ranks the training examples by doubt.
 */
@NullMarked
package dev.dither.labels;

import org.jspecify.annotations.NullMarked;
