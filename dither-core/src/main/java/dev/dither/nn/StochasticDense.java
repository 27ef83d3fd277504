package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Map;

/**
 * Dense layer whose activations are Gaussian with predicted mean and standard deviation.
 *
 * <p>Formula: μ = W h + b, r = V h + c, σ = softplus(r); output ψ(μ + σ ∘ ε), ε ~ N(0, 1) per example and unit, or ψ(μ)
 * in {@link NoiseMode#MEAN}; ψ = ReLU.
 *
 * <p>Shapes: h [N, I], output, μ and σ [N, units]; W above V in one matrix [2 units, I], so both branches are one
 * product.
 *
 * <p>Units: σ is a standard deviation; the trace holds log σ in nats.
 *
 * <p>Numerics: log σ is taken from r, see {@link Tensor#logSoftplus}.
 *
 * <p>Reference: SE-SNN, the layer before Eq. 5; the initial c is a judgement, −5 gives σ ≈ 0.0067 at the start.
 *
 * @param units number of outputs
 * @param initialRho initial value of c
 * @param init distribution of W and V; b starts at 0
 */
public record StochasticDense(int units, double initialRho, Init init) implements LayerSpec {
    /** Checks. */
    public StochasticDense {
        Require.positive("stochastic-dense.units", units);
        if (!Double.isFinite(initialRho)) {
            throw new IllegalArgumentException("stochastic-dense.initialRho must be finite, got " + initialRho);
        }
    }

    /** Returns a layer with weights N(0, 1 / fan-in). */
    public static StochasticDense of(int units, double initialRho) {
        return new StochasticDense(units, initialRho, Init.FAN_IN_NORMAL);
    }

    @Override
    public Shape outputShape(Shape x) {
        Shapes.vector("stochastic-dense", x);
        return Shape.of(units);
    }

    @Override
    public Layer build(Shape x, RandomKey key) {
        long in = Shapes.vector("stochastic-dense", x);
        Tensor weight = Tensor.concatenated(
                        0,
                        init.weights(key.child("mean"), Shape.of(units, in), in),
                        init.weights(key.child("rho"), Shape.of(units, in), in))
                .owned()
                .variable();
        Tensor bias = GaussianActivation.bias(units, initialRho);
        return new Gaussian(x, units, weight, bias);
    }

    private record Gaussian(Shape input, int units, Tensor weight, Tensor bias) implements Layer {
        @Override
        public Tensor forward(Tensor x, Pass pass) {
            Shapes.requireInput(pass.path(), input, x.shape());
            return GaussianActivation.of(x.linear(weight, bias), units, pass);
        }

        @Override
        public Map<String, Tensor> parameters() {
            return Dense.Named.of("weight", weight, "bias", bias);
        }
    }
}
