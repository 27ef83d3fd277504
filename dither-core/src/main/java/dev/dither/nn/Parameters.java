package dev.dither.nn;

import dev.dither.tensor.Tensor;
import java.util.Map;

/** Trained tensors: what an optimizer moves. */
public final class Parameters extends NamedTensors {
    /** Holds these tensors in this order. */
    public Parameters(Map<String, Tensor> tensors) {
        super("parameters", tensors);
    }
}
