package dev.dither.objective;

import dev.dither.nn.Parameters;
import dev.dither.nn.Trace;
import dev.dither.tensor.Tensor;

/** A term of a loss that looks at the noise of a pass or at the parameters, not at labels. */
public interface Penalty {
    /** Returns the name under which the term is reported. */
    String name();

    /** Returns the factor of the term in the loss. */
    double coefficient();

    /**
     * Returns the value, a scalar, not yet multiplied by the coefficient.
     *
     * @param trace what the noise sites did during the pass
     * @param parameters all trained parameters of the network
     */
    Tensor value(Trace trace, Parameters parameters);
}
