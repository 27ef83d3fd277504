package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What dense layers and convolutions with random weights share: a product of inputs and weights.
 *
 * @param input shape of one example before it
 * @param output shape of one example behind it, units first
 * @param weights shape of the weights, units first
 * @param product from a batch and weights to a batch
 */
record Linear(Shape input, Shape output, Shape weights, BinaryOperator<Tensor> product) {
    static final String BIAS = "bias";

    /** Added to variances under the root, whose derivative at 0 is infinite; also to squares under a logarithm. */
    static final double FLOOR = 1e-16;

    /** Returns the product of a dense layer. */
    static Linear dense(String layer, int units, Shape x) {
        long in = Shapes.vector(layer, x);
        return new Linear(x, Shape.of(units), Shape.of(units, in), Tensor::linear);
    }

    /** Returns that of a convolution; its bias is not part of it. */
    static Linear conv(Conv window, Shape x) {
        Shape output = window.outputShape(x);
        Shape weights = Shape.of(window.units(), x.size(0) / window.groups(), window.size(), window.size());
        return new Linear(x, output, weights, window.convolution()::of);
    }

    /** Returns initial values of the weights, or of their scales. */
    Tensor start(Init init, RandomKey key) {
        return init.weights(key, weights, weights.perExample().elements());
    }

    /** Returns a bias that starts at 0, or null. */
    @Nullable
    Tensor bias(Conv.Bias wanted) {
        return wanted == Conv.Bias.TRAINED
                ? Tensor.full(0, Shape.of(weights.size(0))).owned().variable()
                : null;
    }

    Tensor of(Tensor x, Tensor weight) {
        return product.apply(x, weight);
    }

    /**
     * Returns what independent weights with mean 0 and these variances add to the outputs, in several draws of each row.
     *
     * <p>Formula: ε ∘ √(Σᵢ xᵢ² vᵢⱼ + 10⁻¹⁶), ε ~ N(0, 1) independent for each row, unit and position.
     */
    Tensor noise(Tensor x, Tensor variances, Pass pass, int draws) {
        Tensor stddev = of(x.square(), variances).plus(FLOOR).sqrt();
        Tensor each = draws == 1 ? stddev : stddev.repeated(draws);
        return each.times(
                pass.stacked(draws).drawn(each.shape(), Tensor::normal).like(each));
    }

    static Tensor plus(Tensor y, @Nullable Tensor bias) {
        return bias == null ? y : y.plusUnits(bias);
    }

    static Map<String, Tensor> withBias(Map<String, Tensor> tensors, @Nullable Tensor bias) {
        if (bias == null) {
            return tensors;
        }
        Map<String, Tensor> all = new LinkedHashMap<>(tensors);
        all.put(BIAS, bias);
        return all;
    }
}
