package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Attention of a query to the regions of an image.
 *
 * <p>Formula: hᵢ = tanh(A vᵢ + (B u + b)), p = softmaxᵢ(a · hᵢ), Σᵢ pᵢ vᵢ.
 *
 * <p>Shapes: vᵢ [N, R, K], u [N, K], A and B [units, K], b [units], a [1, units], p [N, R].
 */
record Attention(Tensor image, Tensor query, Tensor bias, Tensor score) {
    static Attention build(long features, int units, RandomKey key) {
        Init init = Init.FAN_IN_UNIFORM;
        Shape shape = Shape.of(units, features);
        return new Attention(
                init.weights(key.child("image"), shape, features).owned().variable(),
                init.weights(key.child("query"), shape, features).owned().variable(),
                Tensor.full(0, Shape.of(units)).owned().variable(),
                init.weights(key.child("score"), Shape.of(1, units), units)
                        .owned()
                        .variable());
    }

    /** Returns p, which sums to 1 for each example. */
    Tensor weights(Tensor regions, Tensor asked) {
        Shape shape = regions.shape();
        long rows = Math.max(shape.size(0), asked.shape().size(0));
        Tensor seen = Vision.stacked(regions.linear(image), rows);
        Tensor wanted = Vision.stacked(asked.linear(query, bias), rows).spread(1, shape.size(1));
        return seen.plus(wanted)
                .tanh()
                .linear(score)
                .reshape(Shape.of(rows, shape.size(1)))
                .softmax();
    }

    Map<String, Tensor> parameters() {
        Map<String, Tensor> all = new LinkedHashMap<>(Named.of("image", image, "query", query));
        all.putAll(Named.of("bias", bias, "score", score));
        return all;
    }
}
