package dev.dither.tensor;

import org.bytedeco.pytorch.global.torch;

/**
 * The gradient of a convolution's weights as a product of matrices, in slices of input channels, whose windows are laid out.
 *
 * <p>Formula: ∂/∂W[o, (c, a, d)] = Σ over i, j, n of g[o, (i, j, n)] · x[c, i + a, j + d, n]. With the examples last, what lies side by
 * side in a row of an image does so for all examples, and windows are laid out by copying long runs.
 *
 * @param x [C, H, W, N], with the zeros around each image
 * @param g that of the output, [O, H', W', N]
 * @param found what is filled in, [O, C, k, l]
 */
record WindowProducts(Tensor x, Tensor g, Tensor found) {
    /** Weights for each position from which on this is faster than the engine's kernels, which go through all weights for each example. */
    private static final long WEIGHTS = 1 << 16;

    /** Whether this is expected to be faster than the engine's kernels, for so many positions of the output. */
    static boolean pay(long weights, long positions) {
        return weights >= WEIGHTS * positions;
    }

    /** Takes images [N, C, H, W] and the gradient [N, O, H', W'] of a convolution with stride 1. */
    static WindowProducts of(Tensor images, Tensor gradient, Tensor found, int padding) {
        long[] zeros = {0, 0, padding, padding, padding, padding};
        Tensor padded = Tensor.wrap(torch.constant_pad_nd(examplesLast(images), zeros));
        return new WindowProducts(padded, Tensor.wrap(examplesLast(gradient)), found);
    }

    private static org.bytedeco.pytorch.Tensor examplesLast(Tensor images) {
        return images.value.detach().permute(1, 2, 3, 0).contiguous();
    }

    /** Fills in what belongs to some input channels, by one thread. */
    void find(long from, long count) {
        org.bytedeco.pytorch.Tensor windows = laidOut(x.value.narrow(0, from, count));
        long places = windows.size(0) / count;
        org.bytedeco.pytorch.Tensor target = found.value.flatten(1, 3).narrow(1, from * places, count * places);
        torch.mm_out(target, g.value.flatten(1, 3), windows.t());
    }

    /** Returns a row for each channel and place in the window, a column for each position of the output and example. */
    private org.bytedeco.pytorch.Tensor laidOut(org.bytedeco.pytorch.Tensor channels) {
        return channels.unfold(1, found.value.size(2), 1)
                .unfold(2, found.value.size(3), 1)
                .permute(0, 4, 5, 1, 2, 3)
                .contiguous()
                .flatten(3, 5)
                .flatten(0, 2);
    }
}
