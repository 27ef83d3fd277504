package dev.dither.objective;

import dev.dither.tensor.Tensor;
import java.util.Map;

/**
 * Value of an objective, with its terms apart.
 *
 * @param total what is differentiated, a scalar
 * @param terms each term, not multiplied by its coefficient
 */
public record Loss(Tensor total, Map<String, Tensor> terms) {
    /** Copies. */
    public Loss {
        terms = Map.copyOf(terms);
    }
}
