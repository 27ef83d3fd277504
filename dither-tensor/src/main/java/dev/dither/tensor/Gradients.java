package dev.dither.tensor;

import java.util.List;
import org.bytedeco.pytorch.AutoGradMode;

/** Derivatives as values: nothing accumulates, nothing has to be reset. */
public final class Gradients {
    private Gradients() {}

    /**
     * Returns the gradient of a scalar with respect to each of the given tensors.
     *
     * <p>Shapes: each gradient has the shape of its tensor.
     *
     * @throws IllegalArgumentException if {@code scalar} has more than one element or does not depend on a variable
     */
    public static List<Tensor> of(Tensor scalar, List<Tensor> variables) {
        if (scalar.shape().elements() != 1) {
            throw new IllegalArgumentException("gradient of a scalar expected, got shape " + scalar.shape());
        }
        return new Walk(variables, Scope.operations()).from(scalar);
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
