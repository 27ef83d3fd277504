package dev.dither.objective;

import dev.dither.tensor.Tensor;

/**
 * Some examples at once.
 *
 * @param x features [N, …]
 * @param labels classes [N]
 */
public record Batch(Tensor x, Tensor labels) {}
