package dev.dither.examples;

import dev.dither.nn.Layer;
import dev.dither.nn.NoiseMode;
import dev.dither.nn.Pass;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Map;

/**
 * Maxout units under multiplicative noise.
 *
 * <p>Formula: z = (W x + b) ∘ (1 + s ε), ε ~ N(0, 1), or z = W x + b in {@link NoiseMode#MEAN}; yⱼ = max(zⱼ, zⱼ₊ₖ).
 *
 * <p>Shapes: x [N, I], W [2K, I], b [2K], y [N, K].
 *
 * <p>Reference: Goodfellow et al., Maxout Networks, 2013; the noise is that of Gaussian dropout.
 */
record NoisyMaxout(Tensor weight, Tensor bias, double s) implements Layer, AutoCloseable {
    static NoisyMaxout of(long in, long units, RandomKey key) {
        try (Scope scope = Scope.open()) {
            Tensor weight = Tensor.normal(key, Shape.of(2 * units, in)).times(1 / Math.sqrt((double) in));
            Tensor bias = Tensor.full(0, Shape.of(2 * units));
            return new NoisyMaxout(weight.owned().variable(), bias.owned().variable(), 0.3);
        }
    }

    // snippet: noisy-maxout
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        Tensor affine = x.linear(weight, bias);
        Tensor z = pass.noise() == NoiseMode.MEAN
                ? affine
                : affine.plusProduct(affine.times(s), Tensor.normal(pass.key(), affine.shape()));
        long units = affine.shape().size(1) / 2;
        Tensor first = z.narrow(1, 0, units);
        return first.plus(z.narrow(1, units, units).minus(first).relu());
    }
    // end

    @Override
    public Map<String, Tensor> parameters() {
        return Map.of("weight", weight, "bias", bias);
    }

    @Override
    public void close() {
        weight.release();
        bias.release();
    }
}
