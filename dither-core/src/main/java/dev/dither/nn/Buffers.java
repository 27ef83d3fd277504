package dev.dither.nn;

import dev.dither.tensor.Tensor;
import java.util.Map;

/**
 * Tracked tensors, which no optimizer sees: running statistics, moved by passes in {@link StatisticsMode#TRACKED}, and scales of
 * perturbations ({@link PerturbedDense}), moved by whoever runs episodes. A trained network is its parameters and its buffers.
 */
public final class Buffers extends NamedTensors {
    /** Holds these tensors in this order. */
    public Buffers(Map<String, Tensor> tensors) {
        super("buffers", tensors);
    }
}
