package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;

/**
 * Sets activations to zero at random, in every pass that draws noise.
 *
 * <p>Formula: y = x ∘ m / (1 − p), m Bernoulli(1 − p) per example and element; y = x in {@link NoiseMode#MEAN}.
 *
 * <p>Differs: it is noise, not a part of training. Predictions by draws therefore average over masks too, which is Monte
 * Carlo dropout (Gal and Ghahramani 2016); predictions by the mean are those of the usual evaluation mode. It has no σ and
 * leaves no trace.
 *
 * <p>Reference: Srivastava et al., Dropout, 2014, in the inverted form.
 *
 * @param dropProbability p, in [0, 1)
 */
public record Dropout(double dropProbability) implements LayerSpec {
    /** Checks. */
    public Dropout {
        Require.probability("dropout.dropProbability", dropProbability);
    }

    @Override
    public Shape outputShape(Shape x) {
        return x;
    }

    @Override
    public boolean noisy() {
        return true;
    }

    @Override
    public Layer build(Shape x, RandomKey key) {
        return (batch, pass) -> {
            Shapes.requireInput(pass.path(), x, batch.shape());
            return pass.noise() == NoiseMode.SAMPLE
                    ? batch.times(pass.drawn(batch.shape(), this::mask).like(batch))
                    : batch;
        };
    }

    private Tensor mask(RandomKey key, Shape shape) {
        return mask(dropProbability, key, shape);
    }

    /** Returns elements that are 0 with a probability p and 1 / (1 − p) else. */
    static Tensor mask(double p, RandomKey key, Shape shape) {
        float[] mask = new float[Math.toIntExact(shape.elements())];
        key.fillUniform(mask);
        float kept = (float) (1 / (1 - p));
        for (int i = 0; i < mask.length; i++) {
            mask[i] = mask[i] < p ? 0 : kept;
        }
        return Tensor.of(mask, shape);
    }
}
