package dev.dither.nn;

import dev.dither.tensor.Tensor;
import java.util.Map;

/**
 * Tracked tensors: running statistics, which passes in {@link StatisticsMode#TRACKED} move and no optimizer sees. A
 * trained network is its parameters and its buffers.
 */
public final class Buffers extends NamedTensors {
    /** Holds these tensors in this order. */
    public Buffers(Map<String, Tensor> tensors) {
        super("buffers", tensors);
    }
}
