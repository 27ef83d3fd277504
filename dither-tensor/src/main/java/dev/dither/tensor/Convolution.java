package dev.dither.tensor;

import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Cross-correlation of images with a square window.
 *
 * <p>Formula: y[n, o, i, j] = b[o] + Σ over c, a, d of W[o, c, a, d] · x[n, c, i · stride + a − padding, j · stride + d −
 * padding].
 *
 * <p>Shapes: x [N, C, H, W], weights [O, C / groups, k, k], b [O], y [N, O, H', W'].
 *
 * <p>Numerics: the same bits for any number of threads. The engine's own choice sums the gradient of the weights thread by
 * thread, so the window is laid out as a matrix instead: example by example where the images are large, all examples in
 * one product where they are small. The first is as fast for the small images of digits, docs/adr/0002 has the price for
 * larger networks.
 *
 * @param stride step of the window
 * @param padding zeros around the image
 * @param groups independent groups of channels; each costs a call of its own
 */
public record Convolution(int stride, int padding, int groups) {
    /** Positions of the output above which a product for each example is faster than one for all. */
    private static final long LARGE = 64;

    /** Returns y without b. */
    public Tensor of(Tensor x, Tensor weight) {
        if (groups == 1) {
            return Tensor.wrap(one(x.value, weight.value, new TensorOptional()));
        }
        Tensor[] parts = new Tensor[groups];
        long inputs = x.value.size(1) / groups;
        long outputs = weight.value.size(0) / groups;
        for (int g = 0; g < groups; g++) {
            parts[g] = Tensor.wrap(one(
                    torch.narrow(x.value, 1, g * inputs, inputs),
                    torch.narrow(weight.value, 0, g * outputs, outputs),
                    new TensorOptional()));
        }
        return Tensor.concatenated(1, parts);
    }

    /** Returns y. */
    public Tensor of(Tensor x, Tensor weight, Tensor bias) {
        return groups == 1
                ? Tensor.wrap(one(x.value, weight.value, new TensorOptional(bias.value)))
                : Tensor.wrap(plus(of(x, weight).value, bias.value));
    }

    /** In place: the image is ours alone, and the gradient of the product does not need it. */
    private static org.bytedeco.pytorch.Tensor plus(
            org.bytedeco.pytorch.Tensor image, org.bytedeco.pytorch.Tensor bias) {
        return image.add_(bias.reshape(1, bias.size(0), 1, 1));
    }

    private org.bytedeco.pytorch.Tensor one(
            org.bytedeco.pytorch.Tensor x, org.bytedeco.pytorch.Tensor weight, TensorOptional bias) {
        long[] window = {weight.size(2), weight.size(3)};
        long[] strides = {stride, stride};
        long[] paddings = {padding, padding};
        long[] dilations = {1, 1};
        if (x.is_cuda()) {
            return torch.conv2d(x, weight, bias, strides, paddings, dilations, 1);
        }
        long height = (x.size(2) + 2L * padding - window[0]) / stride + 1;
        long width = (x.size(3) + 2L * padding - window[1]) / stride + 1;
        if (height * width >= LARGE) {
            return torch.thnn_conv2d(x, weight, window, bias, strides, paddings);
        }
        org.bytedeco.pytorch.Tensor columns = torch.im2col(x, window, dilations, paddings, strides);
        org.bytedeco.pytorch.Tensor y = torch.matmul(weight.reshape(weight.size(0), -1), columns);
        org.bytedeco.pytorch.Tensor image = y.reshape(x.size(0), weight.size(0), height, width);
        return bias.has_value() ? plus(image, bias.get()) : image;
    }
}
