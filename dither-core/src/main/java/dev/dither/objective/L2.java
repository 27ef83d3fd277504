package dev.dither.objective;

import dev.dither.nn.Parameters;
import dev.dither.nn.Trace;
import dev.dither.tensor.Tensor;

/**
 * Half the squared length of all parameters.
 *
 * <p>Formula: ½ Σ θ², whose gradient, times the coefficient, is that of an optimizer's weight decay of the same size.
 *
 * @param coefficient factor of the penalty in the loss
 */
public record L2(double coefficient) implements Penalty {
    /** Checks. */
    public L2 {
        if (!(coefficient >= 0 && coefficient < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("l2.coefficient must be finite and >= 0, got " + coefficient);
        }
    }

    @Override
    public String name() {
        return "l2";
    }

    @Override
    public Tensor value(Trace trace, Parameters parameters) {
        return parameters.all().stream()
                .map(tensor -> tensor.times(tensor).sum())
                .reduce(Tensor::plus)
                .orElseThrow(
                        () -> new IllegalArgumentException("l2 needs at least one parameter, the network has none"))
                .times(0.5);
    }
}
