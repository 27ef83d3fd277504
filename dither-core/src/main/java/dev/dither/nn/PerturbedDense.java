package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Map;

/**
 * Dense layer whose weights and biases are perturbed by Gaussian noise of one scale, which is tracked and not trained.
 *
 * <p>Formula: y = (W + s E) x + b + s e, the entries of E and e N(0, 1), with one draw for the examples of a batch; y = W x +
 * b in {@link NoiseMode#MEAN}.
 *
 * <p>Shapes: x [N, I], y [N, units]; parameters {@code weight} [units, I], {@code bias} [units]; buffer {@value #SCALE} s
 * [1]. Whoever runs episodes moves s, so that what a perturbation does to the outputs stays as large as wanted.
 *
 * <p>Reference: Plappert et al., Parameter Space Noise for Exploration, 2018, section 3.
 *
 * @param units number of outputs
 * @param init distribution of the initial W; b starts at 0
 * @param initialScale initial s
 */
public record PerturbedDense(int units, Init init, double initialScale) implements LayerSpec {
    /** Local name of the buffer that holds s. */
    public static final String SCALE = "noiseScale";

    private static final String NAME = "perturbed-dense";

    /** Checks. */
    public PerturbedDense {
        Require.positive("perturbed-dense.units", units);
        Require.positive("perturbed-dense.initialScale", initialScale);
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
        Linear map = Linear.dense(NAME, units, x);
        Tensor weight = map.start(init, key.child("weight")).owned().variable();
        Tensor bias = Tensor.full(0, Shape.of(units)).owned().variable();
        Tensor scale = Tensor.full(initialScale, Shape.of(1)).owned();
        return new DrawnAffine(x, weight, bias, new Tracked(scale));
    }

    /** Noise of a tracked scale. */
    private record Tracked(Tensor scale) implements DrawnAffine.Deviation {
        @Override
        public String weightName() {
            return "weight";
        }

        @Override
        public DrawnAffine.Weights drawn(RandomKey key, DrawnAffine.Weights centre) {
            double s = scale.item();
            return new DrawnAffine.Weights(
                    perturbed(centre.weight(), s, key.child("weights")),
                    perturbed(centre.bias(), s, key.child("biases")));
        }

        private static Tensor perturbed(Tensor centre, double s, RandomKey key) {
            return centre.plus(Tensor.normal(key, centre.shape()).times(s).like(centre));
        }

        @Override
        public Map<String, Tensor> buffers() {
            return Map.of(SCALE, scale);
        }
    }
}
