package dev.dither.objective;

import dev.dither.nn.Trace.Weights.GaussianDropout;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.LogUniformDivergence;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;

/**
 * A prior of weights, as its divergence from N(μ, α μ²): a sum over the weights of a layer, in nats, up to a constant.
 *
 * <p>Shapes: an α that several weights share counts once for each of them.
 */
public sealed interface Prior {
    /**
     * Returns KL(posterior ‖ prior) of a layer, a scalar.
     *
     * @param weights posterior, log α within the clips of its layer
     * @param key address of draws, where the divergence is estimated
     */
    Tensor divergence(GaussianDropout weights, RandomKey key);

    /** Returns how many weights share each α. */
    private static double sharing(GaussianDropout weights) {
        return (double) weights.mean().shape().elements()
                / weights.logAlpha().shape().elements();
    }

    /**
     * Log-uniform: p(|w|) ∝ 1 / |w|.
     *
     * <p>Formula: k₁ − k₁ s(k₂ + k₃ log α) + ½ log(1 + 1/α), k = 0.63576, 1.87320, 1.48695, s the logistic function: an
     * approximation of E log |1 + √α ε| − ½ log α + ½ (γ + log 2), ε ~ N(0, 1), γ Euler's constant, which tends to 0 as α →
     * ∞. It is off by at most 0.0094, at log α = −3.5, and its slope by 0.014.
     *
     * <p>Numerics: 1 − s(u) is taken as 1 / (1 + eᵘ), which keeps its digits for large α.
     *
     * <p>Reference: Molchanov, Ashukha and Vetrov, Variational Dropout Sparsifies Deep Neural Networks, 2017, Eq. 14.
     */
    record LogUniform() implements Prior {
        private static final LogUniformDivergence.Curve CURVE =
                new LogUniformDivergence.Curve(0.63576, 1.87320, 1.48695);

        @Override
        public Tensor divergence(GaussianDropout weights, RandomKey key) {
            return LogUniformDivergence.of(weights.logAlpha(), CURVE).times(sharing(weights));
        }
    }

    /**
     * Student's t with few degrees of freedom, close to log-uniform but proper, by one draw of each weight.
     *
     * <p>Formula: −½ log(α μ²) + ½ (ν + 1) log(ν + μ² (1 + √α ε)²), ε ~ N(0, 1) for each weight.
     *
     * <p>Numerics: μ² is taken as μ² + 10⁻¹⁶ in the first logarithm. The estimate scatters more the larger α is; as α → ∞
     * its mean tends to E log |ε| = −0.635 a weight, not to 0 as that of {@link LogUniform} does.
     *
     * @param degrees ν, degrees of freedom
     */
    record StudentT(double degrees) implements Prior {
        /** ν = 10⁻¹⁶, as published. */
        public static final StudentT PUBLISHED = new StudentT(1e-16);

        private static final double FLOOR = 1e-16;

        /** Checks. */
        public StudentT {
            if (!(degrees > 0 && degrees < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "student-t.degrees must be positive and finite, got " + degrees + "; published are 1e-16");
            }
        }

        @Override
        public Tensor divergence(GaussianDropout weights, RandomKey key) {
            Tensor mean = weights.mean();
            Tensor logAlpha = each(weights);
            Tensor epsilon = Tensor.normal(key, mean.shape()).like(mean);
            Tensor draw = logAlpha.times(0.5).exp().times(epsilon).plus(1).times(mean);
            Tensor entropy = mean.square().plus(FLOOR).log().plus(logAlpha).times(-0.5);
            return draw.square()
                    .plus(degrees)
                    .log()
                    .times(0.5 * (degrees + 1))
                    .plus(entropy)
                    .sum();
        }

        /** Returns log α of each weight. */
        private static Tensor each(GaussianDropout weights) {
            Shape shape = weights.mean().shape();
            Tensor logAlpha = weights.logAlpha();
            if (logAlpha.shape().equals(shape)) {
                return logAlpha;
            }
            int units = Math.toIntExact(shape.size(0));
            Tensor ofUnits = logAlpha.shape().equals(Shape.of(units)) ? logAlpha : logAlpha.repeated(units);
            return Tensor.full(1, shape).like(logAlpha).timesEach(ofUnits);
        }
    }

    /**
     * Automatic relevance determination: N(0, τ²) with the best τ² for each weight, μ² + σ².
     *
     * <p>Formula: ½ log(1 + 1/α).
     *
     * <p>Differs: the paper on variance networks prints it without the ½, which its code has.
     */
    record Ard() implements Prior {
        @Override
        public Tensor divergence(GaussianDropout weights, RandomKey key) {
            return LogUniformDivergence.tail(weights.logAlpha()).times(sharing(weights));
        }
    }
}
