package dev.dither.tensor;

import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.GradMode;
import org.jspecify.annotations.Nullable;

/**
 * An operation of which at least a part is differentiated here instead of by the engine, to which its outputs are variables;
 * {@link Walk} continues from there.
 */
interface Recorded {
    /** Returns what it gave. */
    List<Tensor> outputs();

    /** Returns what it is differentiated by here; by whatever else it took, the engine differentiates it. */
    List<Tensor> inputs();

    /**
     * Returns the gradient with respect to each input, or null for one that is not wanted.
     *
     * @param g that of each output, at least one; null for one on which nothing depends
     * @param wanted which inputs' are wanted, at least one
     */
    List<@Nullable Tensor> gradients(List<@Nullable Tensor> g, boolean[] wanted);

    /** Returns the same; those of variables may be filled in by {@code later}. */
    default List<@Nullable Tensor> gradients(List<@Nullable Tensor> g, boolean[] wanted, Later later) {
        return gradients(g, wanted);
    }

    /** Hands the handles that are needed for differentiation to the scope around {@code scope}. */
    Recorded kept(Scope scope);

    /** Makes the outputs variables and remembers this for {@link Gradients}, where there is something to differentiate by. */
    default void record() {
        if (GradMode.is_enabled() && inputs().stream().anyMatch(input -> input.value.requires_grad())) {
            outputs().forEach(output -> output.value.requires_grad_(true));
            Scope.record(this);
        }
    }

    /** One with a single output. */
    interface OfOne extends Recorded {
        /** Returns what it gave. */
        Tensor output();

        /** Returns what {@link Recorded#gradients} returns, for the gradient of the output. */
        List<@Nullable Tensor> gradients(Tensor g, boolean[] wanted);

        @Override
        default List<Tensor> outputs() {
            return List.of(output());
        }

        @Override
        default List<@Nullable Tensor> gradients(List<@Nullable Tensor> g, boolean[] wanted) {
            return gradients(Objects.requireNonNull(g.get(0)), wanted);
        }
    }
}
