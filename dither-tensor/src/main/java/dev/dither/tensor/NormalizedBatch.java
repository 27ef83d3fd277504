package dev.dither.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A batch of large images normalized by its own statistics, which are found here; the engine applies and differentiates them.
 *
 * <p>Formula: with s = √(variance + ε), x̂ = (x − mean) / s, M numbers in a channel and g the gradient of y: ∂/∂shift = Σ g, ∂/∂scale =
 * Σ g x̂, ∂/∂x = scale / s · (g − Σ g / M − x̂ Σ g x̂ / M).
 *
 * @param x what was normalized
 * @param images the same, in order in memory
 * @param by scale, shift and ε
 * @param output y
 * @param mean mean of each channel
 * @param inverseRoot 1 / s of each channel
 */
record NormalizedBatch(Tensor x, Tensor images, Normalization by, Tensor output, Tensor mean, Tensor inverseRoot)
        implements Recorded {
    /** Numbers of a plane from which on the engine's own statistics take longer. */
    private static final long LARGE = 64;

    /** Returns whether a batch is normalized in this way. */
    static boolean takes(Tensor x) {
        return Scope.isOpen()
                && x.isSingle()
                && !x.value.is_cuda()
                && x.value.dim() == 4
                && x.value.size(2) * x.value.size(3) >= LARGE
                && x.value.numel() > 0
                && x.value.numel() <= Integer.MAX_VALUE;
    }

    /** Returns y; remembers it for gradients, and moves running values if there are any. */
    static Tensor of(Tensor x, Normalization by, Consumer<ChannelMoments> running) {
        Tensor images = Tensor.wrap(x.value.detach().contiguous());
        ChannelMoments moments = ChannelMoments.of(images.value);
        running.accept(moments);
        Tensor mean = moments.mean();
        Tensor y = new Normalization(by.scale().detach(), by.shift().detach(), by.epsilon())
                .by(mean, moments.variance(), images);
        NormalizedBatch batch = new NormalizedBatch(
                x.handle(),
                images,
                new Normalization(by.scale().handle(), by.shift().handle(), by.epsilon()),
                y.handle(),
                mean,
                moments.inverseRoot(by.epsilon()));
        if (GradMode.is_enabled() && batch.inputs().stream().anyMatch(input -> input.value.requires_grad())) {
            y.value.requires_grad_(true);
            Scope.record(batch);
        }
        return y;
    }

    @Override
    public List<Tensor> inputs() {
        return List.of(x, by.scale(), by.shift());
    }

    @Override
    public NormalizedBatch kept(Scope scope) {
        return new NormalizedBatch(
                scope.keep(x),
                scope.keep(images),
                new Normalization(scope.keep(by.scale()), scope.keep(by.shift()), by.epsilon()),
                scope.keep(output),
                scope.keep(mean),
                scope.keep(inverseRoot));
    }

    @Override
    public List<@Nullable Tensor> gradients(Tensor g, boolean[] wanted) {
        TensorOptional none = new TensorOptional();
        try (BoolPointer all =
                new BoolPointer(3).put(0, wanted[0]).put(1, wanted[1]).put(2, wanted[2])) {
            T_TensorTensorTensor_T found = torch.native_batch_norm_backward(
                    g.value.contiguous(),
                    images.value,
                    new TensorOptional(by.scale().value.detach()),
                    none,
                    none,
                    new TensorOptional(mean.value),
                    new TensorOptional(inverseRoot.value),
                    true,
                    by.epsilon(),
                    all);
            return Arrays.asList(
                    wanted[0] ? Tensor.wrap(new org.bytedeco.pytorch.Tensor(found.get0())) : null,
                    wanted[1] ? Tensor.wrap(new org.bytedeco.pytorch.Tensor(found.get1())) : null,
                    wanted[2] ? Tensor.wrap(new org.bytedeco.pytorch.Tensor(found.get2())) : null);
        }
    }
}
