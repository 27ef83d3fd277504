/**
 * Tensors and the memory they live in: the only package that knows the native engine.
 *
 * <p>A {@link dev.dither.tensor.Tensor} belongs to the innermost open {@link dev.dither.tensor.Scope} of its thread and
 * dies with it; gradients are values, returned by {@link dev.dither.tensor.Gradients}; noise is drawn in Java from keys.
 */
@NullMarked
package dev.dither.tensor;

import org.jspecify.annotations.NullMarked;
