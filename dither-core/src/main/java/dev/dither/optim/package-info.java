/**
 * Optimizers as values: a rule is a record, its memory is another value, gradients come from an oracle.
 *
 * <p>{@link dev.dither.optim.Rule}s move all parameters alike. What else is wanted is wrapped around them: factors for
 * some parameters by {@link dev.dither.optim.Grouped}, shorter gradients by {@link dev.dither.optim.Clipped}. How the
 * learning rate changes over training is a {@link dev.dither.optim.Schedule}.
 *
 * <p><b>Gradients from elsewhere.</b> Since gradients are asked for, a wrapper can ask for them at other weights than those it
 * moves. {@link dev.dither.optim.Perturbed} puts a {@link dev.dither.optim.Perturbation} on the weights while the gradient is
 * computed, {@link dev.dither.optim.Sam} goes uphill first. The clean weights lie aside meanwhile, so nothing else ever sees the
 * others. {@link dev.dither.optim.Decayed} adds weight decay at the values the gradient is taken at: inside or outside of such a
 * wrapper, the two places where papers have it. {@link dev.dither.optim.GhostBatches} asks for the gradient of each part of a
 * batch by itself, so that a wrapper around it acts on each part anew. {@link dev.dither.optim.NoisyUpdate} is the counterpart whose noise stays.
 *
 * <p><b>Where noise comes from.</b> A step gets a key, which training derives from the number of the step; nobody keeps a
 * generator, so saved memory and the number of steps are enough to go on bit by bit.
 */
@NullMarked
package dev.dither.optim;

import org.jspecify.annotations.NullMarked;
