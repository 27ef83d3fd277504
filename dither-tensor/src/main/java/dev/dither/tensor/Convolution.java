package dev.dither.tensor;

import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Cross-correlation of images with a square window.
 *
 * <p>Formula: y[n, o, i, j] = b[o] + Σ over c, a, d of W[o, c, a, d] · x[n, c, i · stride + a − padding, j · stride + d −
 * padding].
 *
 * <p>Shapes: x [N, C, H, W], weights [O, C / groups, k, k], b [O], y [N, O, H', W'].
 *
 * <p>Numerics: the same bits for any number of threads. Large windows with stride 1 over many channels go by Fourier transforms of tiles, with
 * rounding errors in proportion to the largest outputs of a tile; {@link #ofNonNegative} never does. Otherwise, with stride 1 and one group, or
 * one for each channel, the engine's own kernels are used; channels that fill their blocks of sixteen badly are put last in memory for them. With larger strides, where the
 * gradient of x would depend on the threads, with single channels, pixels or examples, with other groups and in double precision windows
 * are laid out as a matrix: example by example where the images are large, all examples in one product where they are small. Gradients of
 * weights and bias are found by a {@link DeferredConvolution}, but where one product of all examples gives them, and for groups that are
 * laid out. docs/adr/0002 has the times. Of windows of single channels with larger strides, every position is computed and those in
 * between dropped, which is cheaper than a product for each channel.
 *
 * @param stride step of the window
 * @param padding zeros around the image
 * @param groups independent groups of channels; each costs a call of its own where windows are laid out
 */
public record Convolution(int stride, int padding, int groups) {
    /** Channels that the engine's kernels work on together. */
    static final int BLOCK = 16;

    /** Positions of the output above which a product for each example is faster than one for all. */
    private static final long LARGE = 64;

    /** Examples from which on the engine takes windows of a single pixel, and channels last, the same way for any number of threads. */
    private static final long MANY = 16;

    /** Returns y without b. */
    public Tensor of(Tensor x, Tensor weight) {
        return of(x, weight, new TensorOptional(), null);
    }

    /** Returns y. */
    public Tensor of(Tensor x, Tensor weight, Tensor bias) {
        return of(x, weight, new TensorOptional(bias.value), bias);
    }

    /** Returns y without b for x and W without negative numbers: neither has y, and it is 0 where all summands are. */
    public Tensor ofNonNegative(Tensor x, Tensor weight) {
        return byPositions(x, weight, new TensorOptional(), null);
    }

    private Tensor of(Tensor x, Tensor weight, TensorOptional summand, @Nullable Tensor bias) {
        return gainsByTransforms(x, weight)
                ? FourierConvolution.of(x, weight, bias, this)
                : byPositions(x, weight, summand, bias);
    }

    private boolean gainsByTransforms(Tensor x, Tensor weight) {
        return stride == 1
                && groups == 1
                && !x.value.is_cuda()
                && canDefer(x, weight)
                && weight.value.size(2) == weight.value.size(3)
                && Fourier.pays(x.shape().toArray(), weight.shape().toArray(), padding);
    }

    private Tensor byPositions(Tensor x, Tensor weight, TensorOptional summand, @Nullable Tensor bias) {
        if (x.value.is_cuda()) {
            return Tensor.wrap(whole(x.value, weight.value, summand));
        }
        torch.MemoryFormat layout = layout(x, weight);
        if (layout != null) {
            return deferred(x, weight, bias, layout, this::whole);
        }
        if (groups > 1) {
            return grouped(x, weight, summand, bias);
        }
        return isLarge(x.value, weight.value) && canDefer(x, weight)
                ? deferred(x, weight, bias, torch.MemoryFormat.Contiguous, this::laidOut)
                : Tensor.wrap(laidOut(x.value, weight.value, summand));
    }

    private static boolean canDefer(Tensor x, Tensor weight) {
        return Scope.isOpen() && x.isSingle() && weight.isSingle();
    }

    /** Returns how the engine's own kernels are to get the images, which the weights follow, or null where windows are laid out. */
    private torch.@Nullable MemoryFormat layout(Tensor x, Tensor weight) {
        if (stride > 1 || !ignoresThreads(x, weight) || !canDefer(x, weight)) {
            return null;
        }
        if (isFastAsItIs(x, weight)) {
            return torch.MemoryFormat.Contiguous;
        }
        return gainsByChannelsLast(x, weight) ? torch.MemoryFormat.ChannelsLast : null;
    }

    private boolean isFastAsItIs(Tensor x, Tensor weight) {
        return groups == 1 ? fillsBlocks(x, weight) : isDepthwise(weight);
    }

    /** Returns how many channels there are when the last of the blocks that the engine's kernels take is filled up. */
    static long filled(long channels) {
        return (channels + BLOCK - 1) / BLOCK * BLOCK;
    }

    /** Whether the engine's own kernels, which take channels in blocks and fill up the last one with zeros, are the faster ones. */
    private static boolean fillsBlocks(Tensor x, Tensor weight) {
        long channels = x.value.size(1);
        long full = filled(channels);
        return pixels(weight) > 1 ? 2 * full <= 3 * channels : full == channels;
    }

    /** Whether each channel has a window of its own; with other groups the engine's bits depend on the threads. */
    private boolean isDepthwise(Tensor weight) {
        return weight.value.size(1) == 1 && weight.value.size(0) == groups;
    }

    /**
     * Whether the engine's own kernels give the same bits for any number of threads: not where images are single pixels, not for a single
     * example, and for windows of a single pixel it has another kernel where there is one thread and few examples.
     */
    private static boolean ignoresThreads(Tensor x, Tensor weight) {
        return pixels(x) > 1 && x.value.size(0) >= (pixels(weight) > 1 ? 2 : MANY);
    }

    /**
     * Whether the engine's own kernels, given the channels of a pixel side by side, are faster than laying windows out and give the
     * same bits for any number of threads, which takes some examples.
     */
    private boolean gainsByChannelsLast(Tensor x, Tensor weight) {
        return groups == 1
                && x.value.size(0) >= MANY
                && x.value.size(1) > 1
                && pixels(weight) > 1
                && x.value.size(2) + 2L * padding > weight.value.size(2)
                && x.value.size(3) + 2L * padding > weight.value.size(3);
    }

    private static long pixels(Tensor images) {
        return images.value.size(2) * images.value.size(3);
    }

    /** From images, weights and a bias to images. */
    private interface Forward {
        org.bytedeco.pytorch.Tensor of(
                org.bytedeco.pytorch.Tensor x, org.bytedeco.pytorch.Tensor weight, TensorOptional bias);
    }

    private Tensor deferred(
            Tensor x, Tensor weight, @Nullable Tensor bias, torch.MemoryFormat layout, Forward forward) {
        Tensor images = Tensor.wrap(x.value.contiguous(layout));
        TensorOptional summand = bias == null ? new TensorOptional() : new TensorOptional(bias.value.detach());
        Tensor y = Tensor.wrap(forward.of(images.value, weight.value.detach(), summand));
        Tensor summands = bias == null ? null : bias.handle();
        new DeferredConvolution(images, weight.handle(), summands, y.handle(), this).record();
        return Tensor.wrap(y.value.contiguous());
    }

    private org.bytedeco.pytorch.Tensor whole(
            org.bytedeco.pytorch.Tensor x, org.bytedeco.pytorch.Tensor weight, TensorOptional bias) {
        return torch.conv2d(
                x, weight, bias, new long[] {stride, stride}, new long[] {padding, padding}, new long[] {1, 1}, groups);
    }

    private Tensor grouped(Tensor x, Tensor weight, TensorOptional summand, @Nullable Tensor bias) {
        return stride > 1 && weight.value.size(1) == 1
                ? new Convolution(1, padding, groups)
                        .of(x, weight, summand, bias)
                        .averagePool(1, stride)
                : eachGroup(x, weight, summand);
    }

    private Tensor eachGroup(Tensor x, Tensor weight, TensorOptional bias) {
        Tensor[] parts = new Tensor[groups];
        long inputs = x.value.size(1) / groups;
        long outputs = weight.value.size(0) / groups;
        for (int g = 0; g < groups; g++) {
            parts[g] = Tensor.wrap(laidOut(
                    torch.narrow(x.value, 1, g * inputs, inputs),
                    torch.narrow(weight.value, 0, g * outputs, outputs),
                    new TensorOptional()));
        }
        Tensor image = Tensor.concatenated(1, parts);
        return bias.has_value() ? Tensor.wrap(plus(image.value, bias.get())) : image;
    }

    /** In place: the image is ours alone, and the gradient of the product does not need it. */
    private static org.bytedeco.pytorch.Tensor plus(
            org.bytedeco.pytorch.Tensor image, org.bytedeco.pytorch.Tensor bias) {
        return image.add_(bias.reshape(1, bias.size(0), 1, 1));
    }

    private org.bytedeco.pytorch.Tensor laidOut(
            org.bytedeco.pytorch.Tensor x, org.bytedeco.pytorch.Tensor weight, TensorOptional bias) {
        long[] window = {weight.size(2), weight.size(3)};
        long[] strides = {stride, stride};
        long[] paddings = {padding, padding};
        long[] dilations = {1, 1};
        if (isLarge(x, weight)) {
            return torch.thnn_conv2d(x, weight, window, bias, strides, paddings);
        }
        org.bytedeco.pytorch.Tensor columns = torch.im2col(x, window, dilations, paddings, strides);
        org.bytedeco.pytorch.Tensor y = torch.matmul(weight.reshape(weight.size(0), -1), columns);
        org.bytedeco.pytorch.Tensor image =
                y.reshape(x.size(0), weight.size(0), positions(x, weight, 2), positions(x, weight, 3));
        return bias.has_value() ? plus(image, bias.get()) : image;
    }

    private boolean isLarge(org.bytedeco.pytorch.Tensor x, org.bytedeco.pytorch.Tensor weight) {
        return positions(x, weight, 2) * positions(x, weight, 3) >= LARGE;
    }

    /** Returns the size of the output along an axis. */
    private long positions(org.bytedeco.pytorch.Tensor x, org.bytedeco.pytorch.Tensor weight, int axis) {
        return (x.size(axis) + 2L * padding - weight.size(axis)) / stride + 1;
    }
}
