package dev.dither.attack;

import dev.dither.tensor.Tensor;

/** A way to make adversarial examples. */
public interface Attack {
    /**
     * Returns perturbed examples, in ball and box of the threat, without history; they belong to the innermost scope.
     *
     * <p>The victim stays as it is. The same attempt gives the same bits.
     */
    Tensor perturb(Attempt attempt);
}
