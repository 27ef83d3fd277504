package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Map;

/**
 * Dense layer whose weights and biases have trained means and trained scales of noise, for exploration.
 *
 * <p>Formula: y = (μ + σ ∘ ε) x + μᵇ + σᵇ ∘ εᵇ, with one draw of ε for the examples of a batch, or y = μ x + μᵇ in {@link
 * NoiseMode#MEAN}; how ε is drawn and where μ and σ start is said by {@link Noise}.
 *
 * <p>Shapes: x [N, I], y [N, units]; parameters {@code mean} μ and {@code scale} σ [units, I], {@code bias} μᵇ and {@code
 * biasScale} σᵇ [units].
 *
 * <p>Numerics: σ is trained as it is and may change its sign, which no output can tell.
 *
 * <p>Differs: the biases start like the weights, I being the size of the input for both, as the paper says; common code
 * starts a factorized σᵇ by the number of units.
 *
 * <p>Reference: Fortunato et al., Noisy Networks for Exploration, 2018, Eqs. 9 to 11 and section 3.2.
 *
 * @param units number of outputs
 * @param noise how ε is drawn
 * @param initialScale initial σ of independent noise; of factorized noise σ₀, σ starting at σ₀ / √I
 */
public record NoisyDense(int units, Noise noise, double initialScale) implements LayerSpec {
    /** How ε is drawn. */
    public enum Noise {
        /** Each weight and bias N(0, 1) by itself; μ starts uniform on ±√(3 / I). */
        INDEPENDENT {
            @Override
            double bound(long inputs) {
                return Math.sqrt(3.0 / inputs);
            }

            @Override
            double scale(double initial, long inputs) {
                return initial;
            }

            @Override
            Draw draw(RandomKey key, Shape weights) {
                return new Draw(
                        Tensor.normal(key.child(WEIGHTS), weights),
                        Tensor.normal(key.child(BIASES), Shape.of(weights.size(0))));
            }
        },
        /**
         * εᵢⱼ = f(εᵢ) f(εⱼ) and εᵇⱼ = f(εⱼ), f(x) = sgn(x) √|x|, εᵢ and εⱼ N(0, 1): a draw for each input and each unit; μ
         * starts uniform on ±1 / √I. The variance of a weight's ε is 2 / π, that of a bias's √(2 / π).
         */
        FACTORIZED {
            @Override
            double bound(long inputs) {
                return 1 / Math.sqrt((double) inputs);
            }

            @Override
            double scale(double initial, long inputs) {
                return initial / Math.sqrt((double) inputs);
            }

            @Override
            Draw draw(RandomKey key, Shape weights) {
                Tensor inputs = roots(key.child(WEIGHTS), weights.size(1));
                Tensor units = roots(key.child(BIASES), weights.size(0));
                return new Draw(units.linear(inputs), units.reshape(Shape.of(weights.size(0))));
            }
        };

        private static final String WEIGHTS = "weights";
        private static final String BIASES = "biases";

        /** Returns half the width of the distribution of the initial μ. */
        abstract double bound(long inputs);

        /** Returns the initial σ. */
        abstract double scale(double initial, long inputs);

        /** Returns the noise of weights of this shape, units first. */
        abstract Draw draw(RandomKey key, Shape weights);

        /** Returns f of normal draws, as a column. */
        private static Tensor roots(RandomKey key, long count) {
            float[] draws = new float[Math.toIntExact(count)];
            key.fillNormal(draws);
            for (int i = 0; i < draws.length; i++) {
                draws[i] = (float) Math.copySign(Math.sqrt(Math.abs(draws[i])), draws[i]);
            }
            return Tensor.of(draws, Shape.of(count, 1));
        }
    }

    /**
     * One draw of the noise.
     *
     * @param weights ε, shaped like the weights
     * @param biases εᵇ
     */
    record Draw(Tensor weights, Tensor biases) {}

    private static final String NAME = "noisy-dense";

    /** Checks. */
    public NoisyDense {
        Require.positive("noisy-dense.units", units);
        Require.positive("noisy-dense.initialScale", initialScale);
    }

    /** Returns a layer of independent noise with the published start, σ = 0.017. */
    public static NoisyDense independent(int units) {
        return new NoisyDense(units, Noise.INDEPENDENT, 0.017);
    }

    /** Returns a layer of factorized noise with the published start, σ = 0.5 / √I. */
    public static NoisyDense factorized(int units) {
        return new NoisyDense(units, Noise.FACTORIZED, 0.5);
    }

    @Override
    public Shape outputShape(Shape x) {
        return Linear.dense(NAME, units, x).output();
    }

    @Override
    public boolean noisy() {
        return true;
    }

    @Override
    public Layer build(Shape x, RandomKey key) {
        Shape weights = Linear.dense(NAME, units, x).weights();
        Shape biases = Shape.of(units);
        double scale = noise.scale(initialScale, weights.size(1));
        Tensor mean = mean(key.child("mean"), weights, weights.size(1));
        Tensor bias = mean(key.child(Linear.BIAS), biases, weights.size(1));
        return new DrawnAffine(
                x,
                mean,
                bias,
                new Trained(
                        noise,
                        Tensor.full(scale, weights).owned().variable(),
                        Tensor.full(scale, biases).owned().variable()));
    }

    private Tensor mean(RandomKey key, Shape shape, long inputs) {
        Tensor uniform = Tensor.uniform(key, shape).times(2).plus(-1);
        return uniform.times(noise.bound(inputs)).owned().variable();
    }

    /** Noise of trained scales. */
    private record Trained(Noise noise, Tensor scale, Tensor biasScale) implements DrawnAffine.Deviation {
        @Override
        public String weightName() {
            return "mean";
        }

        @Override
        public DrawnAffine.Weights drawn(RandomKey key, DrawnAffine.Weights centre) {
            Draw draw = noise.draw(key, centre.weight().shape());
            return new DrawnAffine.Weights(
                    centre.weight().plusProduct(scale, draw.weights().like(scale)),
                    centre.bias().plusProduct(biasScale, draw.biases().like(biasScale)));
        }

        @Override
        public Map<String, Tensor> parameters() {
            return Named.of("scale", scale, "biasScale", biasScale);
        }
    }
}
