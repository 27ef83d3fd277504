/**
 * Optimizers as values: a rule is a record, its memory is another value, gradients come from an oracle.
 *
 * <p>{@link dev.dither.optim.Rule}s move all parameters alike. What else is wanted is wrapped around them: factors for
 * some parameters by {@link dev.dither.optim.Grouped}, shorter gradients by {@link dev.dither.optim.Clipped}. How the
 * learning rate changes over training is a {@link dev.dither.optim.Schedule}.
 */
@NullMarked
package dev.dither.optim;

import org.jspecify.annotations.NullMarked;
