package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import java.util.List;

/**
 * Some features of each example, as one vector: what {@link Flatten} becomes when features are pruned.
 *
 * <p>Formula: y[k] = x[features[k]], x taken as one vector.
 *
 * <p>Shapes: x [N, …] with as many features as the last of {@code features} needs or more, y [N, K].
 *
 * @param features positions among the features of an example, rising
 */
public record Select(List<Integer> features) implements LayerSpec {
    /** Copies and checks. */
    public Select {
        features = List.copyOf(features);
        if (features.isEmpty()) {
            throw new IllegalArgumentException("select.features must name a feature, got " + features);
        }
        int last = -1;
        for (int feature : features) {
            if (!(feature > last)) {
                throw new IllegalArgumentException(
                        "select.features must rise from 0 or more, got " + feature + " after " + last);
            }
            last = feature;
        }
    }

    @Override
    public Shape outputShape(Shape x) {
        int needed = features.get(features.size() - 1) + 1;
        if (!(x.elements() >= needed)) {
            throw new ShapeException("select", needed + " features for each example, or more", x);
        }
        return Shape.of(features.size());
    }

    @Override
    public Layer build(Shape x, RandomKey key) {
        outputShape(x);
        int[] indices = features.stream().mapToInt(Integer::intValue).toArray();
        return (batch, pass) -> {
            Shapes.requireInput(pass.path(), x, batch.shape());
            return batch.reshape(Shape.of(batch.shape().size(0), x.elements())).select(1, indices);
        };
    }
}
