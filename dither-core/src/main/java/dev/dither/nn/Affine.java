package dev.dither.nn;

import dev.dither.tensor.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A layer with fixed weights: the product of inputs and weights, plus a bias if there is one. */
record Affine(Linear map, Tensor weight, @Nullable Tensor bias) implements Layer {
    static final String WEIGHT = "weight";

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        Shapes.requireInput(pass.path(), map.input(), x.shape());
        return map.of(x, weight, bias);
    }

    @Override
    public Map<String, Tensor> parameters() {
        return Linear.withBias(Map.of(WEIGHT, weight), bias);
    }
}
