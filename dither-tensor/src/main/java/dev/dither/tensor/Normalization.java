package dev.dither.tensor;

import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Normalization of each unit by a mean and a variance, in one native call.
 *
 * <p>Formula: y = scale ∘ (x − mean) / √(variance + ε) + shift, one number of each for every unit.
 *
 * <p>Shapes: x and y [N, K], or [N, C, H, W] where a unit is a channel; all else [K] or [C].
 *
 * <p>Numerics: the same bits for any number of threads. The engine splits sums over the examples of vectors by thread, sums
 * over the positions of an image not; so vectors are handed over as one image, a row of positions for each unit.
 *
 * @param scale factor of each unit
 * @param shift summand of each unit
 * @param epsilon ε, keeps the root away from zero
 */
public record Normalization(Tensor scale, Tensor shift, double epsilon) {
    /** Returns x normalized by the mean and the biased variance of its own examples and positions. */
    public Tensor byBatch(Tensor x) {
        return call(x, new TensorOptional(), new TensorOptional(), true, 0);
    }

    /** Returns x normalized by this mean and this variance. */
    public Tensor by(Tensor mean, Tensor variance, Tensor x) {
        return call(x, new TensorOptional(mean.value), new TensorOptional(variance.value), false, 0);
    }

    /**
     * Returns what {@link #byBatch} returns, and moves the running values, in place, towards those of the batch.
     *
     * <p>Formula: running ← (1 − momentum) running + momentum · batch; the variance that enters is the unbiased one.
     */
    public Tensor tracking(Tensor mean, Tensor variance, double momentum, Tensor x) {
        return call(x, new TensorOptional(mean.value), new TensorOptional(variance.value), true, momentum);
    }

    private Tensor call(Tensor x, TensorOptional mean, TensorOptional variance, boolean ofBatch, double momentum) {
        TensorOptional factor = new TensorOptional(scale.value);
        TensorOptional summand = new TensorOptional(shift.value);
        boolean vectors = x.value.dim() == 2;
        org.bytedeco.pytorch.Tensor images = vectors ? x.value.t().unsqueeze(0).contiguous() : x.value;
        org.bytedeco.pytorch.Tensor y =
                torch.batch_norm(images, factor, summand, mean, variance, ofBatch, momentum, epsilon, true);
        return Tensor.wrap(vectors ? y.squeeze(0).t() : y);
    }
}
