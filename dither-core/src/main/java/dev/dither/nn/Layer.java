package dev.dither.nn;

import dev.dither.tensor.Tensor;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A differentiable function with named parameters. */
public interface Layer {
    /** Returns the output for a batch; the first axis counts examples. */
    Tensor forward(Tensor x, Pass pass);

    /**
     * Returns the outputs of several draws in one pass: row d · N + i is draw d of example i. Layers that draw after some
     * work override it to do that work once.
     *
     * @param draws how many, at least 1
     */
    default Tensor forward(Tensor x, Pass pass, int draws) {
        return forward(draws == 1 ? x : x.repeated(draws), pass.stacked(draws));
    }

    /**
     * Returns {@code x -> forward(x, pass)}, for many batches in one pass. Layers that share drawn weights between examples
     * override it to draw them once; the result is the same. What is drawn belongs to the innermost scope.
     */
    default UnaryOperator<Tensor> function(Pass pass) {
        return x -> forward(x, pass);
    }

    /** Returns the trained tensors by local name; owned by the network. */
    default Map<String, Tensor> parameters() {
        return Map.of();
    }

    /** Returns the tracked tensors by local name, which gradients do not reach; owned by the network. */
    default Map<String, Tensor> buffers() {
        return Map.of();
    }
}
