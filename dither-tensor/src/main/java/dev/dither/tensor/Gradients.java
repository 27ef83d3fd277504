package dev.dither.tensor;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Derivatives as values: nothing accumulates, nothing has to be reset. */
public final class Gradients {
    private Gradients() {}

    /**
     * Returns the gradient of a scalar with respect to each of the given tensors.
     *
     * <p>Shapes: each gradient has the shape of its tensor.
     *
     * @throws IllegalArgumentException if {@code scalar} has more than one element
     */
    public static List<Tensor> of(Tensor scalar, List<Tensor> variables) {
        if (scalar.shape().elements() != 1) {
            throw new IllegalArgumentException("gradient of a scalar expected, got shape " + scalar.shape());
        }
        TensorVector inputs = new TensorVector();
        for (Tensor variable : variables) {
            inputs.push_back(variable.value);
        }
        TensorVector found = torch.grad(new TensorVector(scalar.value), inputs);
        List<Tensor> gradients = new ArrayList<>(variables.size());
        for (long i = 0; i < found.size(); i++) {
            gradients.add(Tensor.copied(found, i));
        }
        return gradients;
    }

    /** Records no operations until closed; for evaluation and updates. */
    public static Off off() {
        Engine.start();
        return new Off();
    }

    /** A region without gradients. */
    public static final class Off implements AutoCloseable {
        private final AutoGradMode mode = new AutoGradMode(false);

        private Off() {}

        @Override
        public void close() {
            mode.close();
        }
    }
}
