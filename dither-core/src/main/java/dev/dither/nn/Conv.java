package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Map;

/**
 * Convolution of images (cross-correlation, as everywhere in the field).
 *
 * <p>Shapes: x [N, C, H, W], weights [units, C / groups, size, size], y [N, units, H', W'] with
 * H' = ⌊(H + 2 padding − size) / stride⌋ + 1.
 *
 * @param units number of output channels
 * @param size side of the square window
 * @param stride step of the window
 * @param padding zeros around the image
 * @param groups independent groups of channels
 */
public record Conv(int units, int size, int stride, int padding, int groups) implements LayerSpec {
    /** Checks. */
    public Conv {
        Require.positive("conv.units", units);
        Require.positive("conv.size", size);
        Require.positive("conv.stride", stride);
        Require.notNegative("conv.padding", padding);
        Require.positive("conv.groups", groups);
    }

    /** Returns a convolution with stride 1 and without padding. */
    public static Conv of(int units, int size) {
        return new Conv(units, size, 1, 0, 1);
    }

    @Override
    public Shape outputShape(Shape x) {
        Shapes.image("conv", x);
        if (x.size(0) % groups != 0 || units % groups != 0) {
            throw new IllegalArgumentException("conv.groups must divide input and output channels, got " + groups
                    + " for " + x.size(0) + " and " + units);
        }
        return Shape.of(
                units,
                Shapes.windows("conv", x, x.size(1), size, stride, padding),
                Shapes.windows("conv", x, x.size(2), size, stride, padding));
    }

    @Override
    public Layer build(Shape x, RandomKey key) {
        outputShape(x);
        return new Correlation(
                x,
                this,
                weights(x, key, units),
                Tensor.full(0, Shape.of(units)).owned().variable());
    }

    /** Returns initial weights of this window with {@code outputs} channels, N(0, 2 / fan-in). */
    Tensor weights(Shape x, RandomKey key, int outputs) {
        long in = x.size(0) / groups;
        Shape shape = Shape.of(outputs, in, size, size);
        return Init.HE_NORMAL
                .weights(key.child("weight"), shape, in * size * size)
                .owned()
                .variable();
    }

    private record Correlation(Shape input, Conv spec, Tensor weight, Tensor bias) implements Layer {
        @Override
        public Tensor forward(Tensor x, Pass pass) {
            Shapes.requireInput(pass.path(), input, x.shape());
            return x.conv(weight, bias, spec.stride, spec.padding, spec.groups);
        }

        @Override
        public Map<String, Tensor> parameters() {
            return Dense.Named.of("weight", weight, "bias", bias);
        }
    }
}
