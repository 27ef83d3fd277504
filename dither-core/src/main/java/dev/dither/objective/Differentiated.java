package dev.dither.objective;

import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.function.Supplier;

/**
 * A loss and its gradients, which may wait until they are asked for: a loss that is not finite is refused before.
 *
 * @param loss its value
 * @param gradients of its total by each variable, in their order; asked for at most once
 */
public record Differentiated(Loss loss, Supplier<List<Tensor>> gradients) {}
