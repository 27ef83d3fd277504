package dev.dither.tensor;

import java.util.Optional;
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
     * Running values, which move, in place, towards the statistics of batches.
     *
     * <p>Formula: running ← (1 − momentum) running + momentum · batch; the variance that enters is the unbiased one.
     *
     * @param mean of each unit
     * @param variance of each unit
     * @param momentum weight of the newest batch
     */
    public record Running(Tensor mean, Tensor variance, double momentum) {
        void follow(ChannelMoments moments) {
            moments.follow(mean, variance, momentum);
        }
    }

    /** Returns what {@link #byBatch} returns, and moves the running values towards the statistics. */
    public Tensor tracking(Running running, Tensor x) {
        return call(
                x,
                new TensorOptional(running.mean.value),
                new TensorOptional(running.variance.value),
                true,
                running.momentum);
    }

    /** Returns whether {@link #pooledAlone} takes a batch: images in single precision that are large enough, in a scope. */
    public static boolean poolsAlone(Tensor x) {
        return NormalizedPool.takes(x);
    }

    /**
     * Returns {@code byBatch(x).maxPool(2, 2)} of each draw, in fewer passes over memory, and moves the running values if there are any,
     * as {@link #tracking} does, draw by draw.
     *
     * <p>Numerics: gradients go on from x by themselves. If something else took x, what lies before x would be differentiated
     * once for each of the two, and in a chain of such blocks once for each way through it.
     *
     * @param x images that nothing else takes, those of all draws one after the other
     * @param draws how many draws of each example there are
     */
    public Tensor pooledAlone(Tensor x, int draws, Optional<Running> running) {
        return NormalizedPool.of(x, draws, this, moments -> running.ifPresent(values -> values.follow(moments)));
    }

    /** Returns handles of the same tensors. */
    Normalization handle() {
        return new Normalization(scale.handle(), shift.handle(), epsilon);
    }

    /** Hands both tensors to the scope around {@code scope}. */
    Normalization kept(Scope scope) {
        return new Normalization(scope.keep(scale), scope.keep(shift), epsilon);
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
