package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Draw;
import dev.dither.tensor.DrawnLinear;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Map;
import java.util.Objects;

/**
 * Dense layer whose activations are random, with predicted mean and standard deviation.
 *
 * <p>Formula: μ = W h + b, r = V h + c, σ = softplus(r); output ψ(μ + σ ∘ ε), ε with mean 0 and variance 1 per example
 * and unit, or ψ(μ) in {@link NoiseMode#MEAN}; ψ = ReLU, or nothing for a {@linkplain Output#LINEAR code}.
 *
 * <p>Shapes: h [N, I], output, μ and σ [N, units]; W above V in one matrix [2 units, I], so both branches are one
 * product.
 *
 * <p>Units: σ is a standard deviation; the trace holds log σ in nats.
 *
 * <p>Numerics: log σ is taken from r, see {@link Tensor#logSoftplus}.
 *
 * <p>Differs: the paper has Gaussian ε, the default; the other families are an extension.
 *
 * <p>Reference: SE-SNN, the layer before Eq. 5; the initial c is a judgement, −5 gives σ ≈ 0.0067 at the start. The linear
 * output is that of the deep variational information bottleneck of Alemi et al., 2017.
 *
 * @param units number of outputs
 * @param initialRho initial value of c
 * @param init distribution of W and V; b starts at 0
 * @param noise family of ε
 * @param output what follows the draw
 */
public record StochasticDense(int units, double initialRho, Init init, NoiseFamily noise, Output output)
        implements LayerSpec {
    /** Checks. */
    public StochasticDense {
        Require.positive("stochastic-dense.units", units);
        if (!Double.isFinite(initialRho)) {
            throw new IllegalArgumentException("stochastic-dense.initialRho must be finite, got " + initialRho);
        }
        output = Objects.requireNonNullElse(output, Output.RECTIFIED); // model files of before do not say
    }

    /** What follows the draw. */
    public enum Output {
        /** ReLU. */
        RECTIFIED {
            @Override
            Tensor of(Tensor mean, Tensor stddev, Tensor draw) {
                return mean.plusProductRelu(stddev, draw);
            }

            @Override
            Draw of(Tensor x, Tensor weight, Tensor bias, Tensor draw) {
                return DrawnLinear.rectified(x, weight, bias, draw);
            }

            @Override
            Tensor of(Tensor mean) {
                return mean.relu();
            }
        },
        /** Nothing: the draw is a code that may be negative. */
        LINEAR {
            @Override
            Tensor of(Tensor mean, Tensor stddev, Tensor draw) {
                return mean.plusProduct(stddev, draw);
            }

            @Override
            Draw of(Tensor x, Tensor weight, Tensor bias, Tensor draw) {
                return DrawnLinear.of(x, weight, bias, draw);
            }

            @Override
            Tensor of(Tensor mean) {
                return mean;
            }
        };

        /** Returns ψ(μ + σ ∘ ε). */
        abstract Tensor of(Tensor mean, Tensor stddev, Tensor draw);

        /** Returns ψ(μ + σ ∘ ε) for the product [μ | r] = x Wᵀ + b, and what it was drawn from. */
        abstract Draw of(Tensor x, Tensor weight, Tensor bias, Tensor draw);

        /** Returns ψ(μ). */
        abstract Tensor of(Tensor mean);
    }

    /** Returns a layer with weights N(0, 1 / fan-in) and Gaussian noise. */
    public static StochasticDense of(int units, double initialRho) {
        return new StochasticDense(units, initialRho, Init.FAN_IN_NORMAL, NoiseFamily.GAUSSIAN, Output.RECTIFIED);
    }

    /** Returns this with noise of another family. */
    public StochasticDense withNoise(NoiseFamily other) {
        return new StochasticDense(units, initialRho, init, other, output);
    }

    /** Returns this without ReLU: a code that may be negative. */
    public StochasticDense linear() {
        return new StochasticDense(units, initialRho, init, noise, Output.LINEAR);
    }

    /** Returns this with another number of units. */
    public StochasticDense withUnits(int other) {
        return new StochasticDense(other, initialRho, init, noise, output);
    }

    @Override
    public Shape outputShape(Shape x) {
        Shapes.vector("stochastic-dense", x);
        return Shape.of(units);
    }

    @Override
    public boolean noisy() {
        return true;
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
        StochasticActivation activation = new StochasticActivation(units, noise, output);
        return new Branches(x, weight, activation.bias(initialRho), activation);
    }

    private record Branches(Shape input, Tensor weight, Tensor bias, StochasticActivation activation) implements Layer {
        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return forward(x, pass, 1);
        }

        @Override
        public Tensor forward(Tensor x, Pass pass, int draws) {
            Shapes.requireInput(pass.path(), input, x.shape());
            if (draws == 1 && pass.noise() != NoiseMode.MEAN) {
                return activation.of(x, weight, bias, pass);
            }
            Tensor branches = x.linear(weight, bias);
            return activation.of(draws == 1 ? branches : branches.repeated(draws), pass.stacked(draws));
        }

        @Override
        public Map<String, Tensor> parameters() {
            return Named.of("weight", weight, "bias", bias);
        }
    }
}
