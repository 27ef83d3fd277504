package dev.dither.tensor;

import java.util.List;
import org.bytedeco.pytorch.GradMode;
import org.jspecify.annotations.Nullable;

/**
 * An operation of which at least a part is differentiated here instead of by the engine, to which its output is a variable;
 * {@link Walk} continues from there.
 */
interface Recorded {
    /** Returns what it gave. */
    Tensor output();

    /** Returns what it is differentiated by here; by whatever else it took, the engine differentiates it. */
    List<Tensor> inputs();

    /**
     * Returns the gradient with respect to each input, or null for one that is not wanted.
     *
     * @param g that of the output
     * @param wanted which inputs' are wanted, at least one
     */
    List<@Nullable Tensor> gradients(Tensor g, boolean[] wanted);

    /** Makes the output a variable and remembers this for {@link Gradients}, where there is something to differentiate by. */
    default void record() {
        if (GradMode.is_enabled() && inputs().stream().anyMatch(input -> input.value.requires_grad())) {
            output().value.requires_grad_(true);
            Scope.record(this);
        }
    }

    /** Hands the handles that are needed for differentiation to the scope around {@code scope}. */
    Recorded kept(Scope scope);
}
