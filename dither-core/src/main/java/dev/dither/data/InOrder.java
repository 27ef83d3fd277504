package dev.dither.data;

import dev.dither.rng.RandomKey;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Augmentations one after the other; the n-th draws below the n-th child of the key.
 *
 * @param steps what is applied, in this order; may be empty
 */
record InOrder(List<Augmentation> steps) implements Augmentation {
    InOrder {
        steps = List.copyOf(steps);
    }

    @Override
    public void apply(float[] features, int offset, int[] shape, RandomKey key) {
        for (int i = 0; i < steps.size(); i++) {
            steps.get(i).apply(features, offset, shape, key.child(i));
        }
    }

    @Override
    public void check(int[] shape) {
        steps.forEach(step -> step.check(shape));
    }

    @Override
    public String toString() {
        return steps.isEmpty()
                ? "none"
                : steps.stream().map(Augmentation::toString).collect(Collectors.joining(", "));
    }
}
