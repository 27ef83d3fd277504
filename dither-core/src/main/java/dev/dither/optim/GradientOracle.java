package dev.dither.optim;

import dev.dither.nn.Parameters;
import dev.dither.tensor.Tensor;
import java.util.List;

/** Computes the gradient at the values the parameters have now. */
public interface GradientOracle {
    /** Returns one gradient for each parameter, in their order. */
    List<Tensor> gradient(Parameters parameters);
}
