package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Convolution;
import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import dev.dither.tensor.Tensor;

/**
 * Convolution of images (cross-correlation, as everywhere in the field).
 *
 * <p>Shapes: x [N, C, H, W], weights [units, C / groups, size, size], bias [units], y [N, units, H', W'] with
 * H' = ⌊(H + 2 padding − size) / stride⌋ + 1.
 *
 * @param units number of output channels
 * @param size side of the square window
 * @param stride step of the window
 * @param padding zeros around the image
 * @param groups independent groups of channels
 * @param init distribution of the weights, with fan-in C / groups · size²
 * @param bias whether each output channel has a summand
 */
public record Conv(int units, int size, int stride, int padding, int groups, Init init, Bias bias)
        implements LayerSpec {
    /** Whether each output channel has a summand. */
    public enum Bias {
        /** It starts at 0 and is trained. */
        TRAINED,
        /** There is none: a normalization behind would take it away. */
        NONE
    }

    /** Checks. */
    public Conv {
        Require.positive("conv.units", units);
        Require.positive("conv.size", size);
        Require.positive("conv.stride", stride);
        Require.notNegative("conv.padding", padding);
        Require.positive("conv.groups", groups);
        if (units % groups != 0) {
            throw new IllegalArgumentException("conv.groups must divide units, got " + groups + " for " + units);
        }
    }

    /** Returns a convolution with stride 1, without padding, with weights N(0, 2 / fan-in) and a bias. */
    public static Conv of(int units, int size) {
        return new Conv(units, size, 1, 0, 1, Init.HE_NORMAL, Bias.TRAINED);
    }

    /** Returns what {@link #of} returns, padded so that the image keeps its size; {@code size} must be odd. */
    public static Conv same(int units, int size) {
        if (!(size % 2 == 1)) {
            throw new IllegalArgumentException("conv.size must be odd to keep the size of an image, got " + size);
        }
        return new Conv(units, size, 1, size / 2, 1, Init.HE_NORMAL, Bias.TRAINED);
    }

    /** Returns this with another step. */
    public Conv withStride(int other) {
        return new Conv(units, size, other, padding, groups, init, bias);
    }

    /** Returns this with other groups of channels; as many as channels for a window of each channel by itself. */
    public Conv withGroups(int other) {
        return new Conv(units, size, stride, padding, other, init, bias);
    }

    /** Returns this with other initial weights. */
    public Conv with(Init other) {
        return new Conv(units, size, stride, padding, groups, other, bias);
    }

    /** Returns this without bias. */
    public Conv withoutBias() {
        return new Conv(units, size, stride, padding, groups, init, Bias.NONE);
    }

    @Override
    public Shape outputShape(Shape x) {
        Shapes.image("conv", x);
        if (x.size(0) % groups != 0) {
            throw new ShapeException("conv", "channels in " + groups + " equal groups", x);
        }
        return new Window(size, stride, padding).slide("conv", x, units);
    }

    @Override
    public Layer build(Shape x, RandomKey key) {
        Linear map = Linear.conv(this, x);
        return new Affine(map, weights(x, key, units), map.bias(bias));
    }

    /** Returns initial weights of this window with {@code outputs} channels. */
    Tensor weights(Shape x, RandomKey key, int outputs) {
        long in = x.size(0) / groups;
        Shape shape = Shape.of(outputs, in, size, size);
        return init.weights(key.child(Affine.WEIGHT), shape, in * size * size)
                .owned()
                .variable();
    }

    Convolution convolution() {
        return new Convolution(stride, padding, groups);
    }
}
