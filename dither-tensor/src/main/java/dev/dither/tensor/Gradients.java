package dev.dither.tensor;

import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.BoolOptional;
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
     * @throws IllegalArgumentException if {@code scalar} has more than one element or does not depend on a variable
     */
    public static List<Tensor> of(Tensor scalar, List<Tensor> variables) {
        if (scalar.shape().elements() != 1) {
            throw new IllegalArgumentException("gradient of a scalar expected, got shape " + scalar.shape());
        }
        List<DeferredConvolution> deferred = Scope.convolutions(variables);
        TensorVector inputs = new TensorVector();
        variables.forEach(variable -> inputs.push_back(variable.value));
        deferred.forEach(convolution -> inputs.push_back(convolution.y().value));
        TensorVector found =
                torch.grad(new TensorVector(scalar.value), inputs, new TensorVector(), new BoolOptional(), false, true);
        List<Tensor> each = IntStream.range(0, Math.toIntExact(found.size()))
                .mapToObj(i -> Tensor.copied(found, i))
                .toList();
        List<Tensor> behind = each.subList(variables.size(), each.size());
        return IntStream.range(0, variables.size())
                .mapToObj(i -> gradient(variables.get(i), each.get(i), deferred, behind))
                .toList();
    }

    /** Adds up what the engine and the convolutions found; {@code behind} are the gradients of the latter's outputs. */
    private static Tensor gradient(
            Tensor variable, Tensor direct, List<DeferredConvolution> deferred, List<Tensor> behind) {
        Tensor sum = direct.value.defined() ? direct : null;
        for (int i = 0; i < deferred.size(); i++) {
            Tensor g = behind.get(i);
            Tensor part = g.value.defined() ? deferred.get(i).gradient(variable, g) : null;
            if (part != null) {
                sum = sum == null ? part : sum.plus(part);
            }
        }
        if (sum == null) {
            throw new IllegalArgumentException(
                    "the scalar does not depend on the variable of shape " + variable.shape());
        }
        return sum;
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
