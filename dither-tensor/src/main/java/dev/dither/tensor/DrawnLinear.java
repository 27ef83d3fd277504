package dev.dither.tensor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Draws of the random activations of a dense layer.
 *
 * <p>Formula: [μ | r] = x Wᵀ + b, σ = log(1 + eʳ), y = ψ(μ + σ ∘ ε); ψ is ReLU or nothing.
 *
 * <p>Shapes: x [N, I], W [2 K, I], b [2 K], ε, μ, log σ and y [N, K].
 *
 * <p>Numerics: σ and its logarithm as {@link Softplus} says. In single precision, with r between −80 and 80, a draw is differentiated as
 * a whole unless x was computed by the engine.
 *
 * <p>Reference: Kingma and Welling, Auto-encoding variational Bayes, 2014, Section 2.4.
 */
public final class DrawnLinear {
    private DrawnLinear() {}

    /**
     * Returns whether a draw gains by being differentiated as a whole, as {@link DrawnLinearSlopes} does: where gradients are recorded, for
     * trained weights, and where the engine need not go on from x, which costs as much as is gained.
     */
    static boolean gains(Tensor x, Tensor weight) {
        return weight.isVariableHere() && !x.hasHistory() && x.isSingle() && x.value.numel() > 0;
    }

    /** Returns μ + σ ∘ ε and the rest, for constant ε. */
    public static Draw of(Tensor x, Tensor weight, Tensor bias, Tensor noise) {
        return of(new Product(x, weight, bias), noise, false);
    }

    /** Returns max(0, μ + σ ∘ ε) and the rest, for constant ε. */
    public static Draw rectified(Tensor x, Tensor weight, Tensor bias, Tensor noise) {
        return of(new Product(x, weight, bias), noise, true);
    }

    /** x Wᵀ + b. */
    record Product(Tensor x, Tensor weight, Tensor bias) {
        List<Tensor> halves() {
            return x.linear(weight, bias).halves(1);
        }

        List<Tensor> factors() {
            return List.of(x, weight, bias);
        }

        Product handle() {
            return new Product(x.handle(), weight.handle(), bias.handle());
        }

        Product kept(Scope scope) {
            return new Product(scope.keep(x), scope.keep(weight), scope.keep(bias));
        }
    }

    private static Draw of(Product product, Tensor noise, boolean rectified) {
        DrawnLinearSlopes slopes =
                gains(product.x(), product.weight()) ? withoutHistory(product, noise, rectified) : null;
        if (slopes == null) {
            List<Tensor> halves = product.halves();
            Softplus stddev = Softplus.of(halves.get(1));
            Tensor mean = halves.get(0);
            return new Draw(mean, stddev.log(), drawn(mean, stddev.value(), noise, rectified));
        }
        slopes.record();
        return slopes.draw().handle();
    }

    /** Returns null where r is beyond its bounds. */
    private static @Nullable DrawnLinearSlopes withoutHistory(Product product, Tensor noise, boolean rectified) {
        try (Gradients.Off off = Gradients.off()) {
            List<Tensor> halves = product.halves();
            Tensor mean = halves.get(0);
            Tensor r = halves.get(1);
            if (!Softplus.isNormal(Range.of(r.value))) {
                return null;
            }
            Tensor exponential = Tensor.wrap(r.value.exp().contiguous());
            Tensor stddev = Tensor.wrap(exponential.value.log1p());
            Draw draw = new Draw(mean, stddev.log(), drawn(mean, stddev, noise, rectified));
            return new DrawnLinearSlopes(product.handle(), exponential, stddev, noise.handle(), draw, rectified);
        }
    }

    private static Tensor drawn(Tensor mean, Tensor stddev, Tensor noise, boolean rectified) {
        return rectified ? mean.plusProductRelu(stddev, noise) : mean.plusProduct(stddev, noise);
    }
}
