package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Convolution;
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
 * @param product from a batch, weights and, or not, a bias to a batch
 * @param nonNegative the same without bias, for a batch and weights without negative numbers: neither has the product
 */
record Linear(Shape input, Shape output, Shape weights, Product product, BinaryOperator<Tensor> nonNegative) {
    static final String BIAS = "bias";

    /** Added to variances under the root, whose derivative at 0 is infinite; also to squares under a logarithm. */
    static final double FLOOR = 1e-16;

    /** A product of inputs and weights, plus a bias if there is one. */
    interface Product {
        Tensor of(Tensor x, Tensor weight, @Nullable Tensor bias);
    }

    /** Returns the product of a dense layer. */
    static Linear dense(String layer, int units, Shape x) {
        long in = Shapes.vector(layer, x);
        return new Linear(x, Shape.of(units), Shape.of(units, in), Linear::dense, Tensor::linear);
    }

    private static Tensor dense(Tensor x, Tensor weight, @Nullable Tensor bias) {
        return bias == null ? x.linear(weight) : x.linear(weight, bias);
    }

    /** Returns that of a convolution; whether it has a bias is said to each product. */
    static Linear conv(Conv window, Shape x) {
        Shape output = window.outputShape(x);
        Shape weights = Shape.of(window.units(), x.size(0) / window.groups(), window.size(), window.size());
        Convolution convolution = window.convolution();
        return new Linear(
                x,
                output,
                weights,
                (images, weight, bias) ->
                        bias == null ? convolution.of(images, weight) : convolution.of(images, weight, bias),
                convolution::ofNonNegative);
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
        return product.of(x, weight, null);
    }

    Tensor of(Tensor x, Tensor weight, @Nullable Tensor bias) {
        return product.of(x, weight, bias);
    }

    /**
     * Returns what independent weights with mean 0 and these variances add to the outputs, in several draws of each row.
     *
     * <p>Formula: ε ∘ √q with q = Σᵢ xᵢ² vᵢⱼ, ε ~ N(0, 1) independent for each row, unit and position.
     *
     * <p>Numerics: computed as q ∘ r with the constant r = ε / √(q + 10⁻¹⁶), which passes over the outputs fewer times than the root and its
     * gradient do. The gradient of q ∘ r is twice that of the root, so x² and v hand on half of theirs.
     *
     * @param variances v, which hand half of their gradient on
     */
    Tensor noise(Tensor x, Tensor variances, Pass pass, int draws) {
        Tensor q = variance(x, variances);
        Tensor each = draws == 1 ? q : q.repeated(draws);
        return noise(each, pass.stacked(draws));
    }

    /** Returns q, for variances that hand half of their gradient on. */
    Tensor variance(Tensor x, Tensor variances) {
        return nonNegative.apply(x.squareWithHalfGradient(), variances);
    }

    /** Returns q ∘ r. */
    static Tensor noise(Tensor q, Pass pass) {
        return q.times(pass.drawn(q, (key, rows) -> Tensor.normalPerRoot(key, rows, FLOOR)));
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
