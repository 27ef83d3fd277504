package dev.dither.tensor;

import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.IntType;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Type;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions by Fourier transforms of tiles of the images: a product for each frequency of a tile instead of one for each position of
 * the window. The engine brings NNPACK for it, on most processors and systems.
 *
 * <p>Numerics: rounding errors are about 2 · 10⁻⁷ of the largest outputs of a tile, even where all summands of an output are zero.
 */
final class Fourier {
    /** Whether the library is there for this processor. */
    static final boolean THERE;

    private static final OperatorHandle CONVOLUTION;

    /** One for all calls: what its constructor shares is never freed. */
    private static final Type.TypePtr INTEGER;

    static {
        try (PointerScope scope = new PointerScope()) {
            IValueVector stack = new IValueVector();
            operator("_nnpack_available").callBoxed(stack);
            THERE = stack.get(0).toBool();
            CONVOLUTION = operator("_nnpack_spatial_convolution");
            INTEGER = new Type.TypePtr(IntType.getIntTypePtr().get());
            Stream.of(CONVOLUTION, INTEGER).forEach(kept -> {
                kept.retainReference();
                scope.detach(kept);
            });
        }
    }

    private Fourier() {}

    private static OperatorHandle operator(String name) {
        return Dispatcher.singleton().findSchemaOrThrow("aten::" + name, "");
    }

    /**
     * Makes the library ready, on a thread of which the engine's number is one: it takes over that number for good, and threads of
     * its own would wait actively beside ours.
     */
    static void start() {
        if (THERE) {
            try (PointerScope scope = new PointerScope()) {
                convolved(torch.zeros(2, 1, 8, 8), torch.zeros(1, 1, 5, 5), null, 0);
            }
        }
    }

    /** Returns whether the library is there and is expected to take less time than the engine's own kernels. */
    static boolean pays(long[] x, long[] weight, long padding) {
        return THERE && Sizes.of(x, weight, padding).pays();
    }

    /** Returns the cross-correlation of images with windows, plus a bias if there is one; by this thread alone. */
    static org.bytedeco.pytorch.Tensor convolved(
            org.bytedeco.pytorch.Tensor x,
            org.bytedeco.pytorch.Tensor weight,
            org.bytedeco.pytorch.@Nullable Tensor bias,
            long padding) {
        IValueVector stack = new IValueVector(
                new IValue(x),
                new IValue(weight),
                bias == null ? new IValue() : new IValue(bias),
                integers(padding, padding),
                integers(1, 1));
        CONVOLUTION.callBoxed(stack);
        return stack.get(0).toTensor();
    }

    private static IValue integers(long... numbers) {
        GenericList list = new GenericList(INTEGER);
        LongStream.of(numbers).forEach(number -> list.push_back(new IValue(number)));
        return new IValue(list);
    }

    /**
     * The sizes of a convolution, and how long it takes, counted in multiplications of the engine's own kernels. Measured on one thread of
     * an AMD EPYC with AVX-512; docs/adr/0002 has the times.
     *
     * @param examples number of images
     * @param inputs channels of the images
     * @param outputs channels of the output
     * @param height of the window
     * @param width of the window
     * @param rows of the output
     * @param columns of the output
     * @param padding zeros around the images
     */
    private record Sizes(
            long examples, long inputs, long outputs, long height, long width, long rows, long columns, long padding) {
        /** Channels from which on products outweigh transforms, before and behind. */
        private static final long CHANNELS = 16;

        private static final long SMALL = 8;
        private static final long LARGE = 16;

        /** Of one tile, of images, windows or outputs. */
        private static final double SMALL_TRANSFORM = 2_800;

        private static final double LARGE_TRANSFORM = 10_500;

        /** Of one multiplication of what two tiles have at a frequency. */
        private static final double PRODUCT = 1.35;

        static Sizes of(long[] x, long[] weight, long padding) {
            return new Sizes(
                    x[0],
                    weight[1],
                    weight[0],
                    weight[2],
                    weight[3],
                    x[2] + 2 * padding - weight[2] + 1,
                    x[3] + 2 * padding - weight[3] + 1,
                    padding);
        }

        /** Windows of 3 × 3 are left to the engine: the library treats them in another way, with errors fifty times as large. */
        boolean pays() {
            return Math.min(rows, columns) > 0
                    && Math.min(inputs, outputs) >= CHANNELS
                    && Math.max(height, width) <= LARGE
                    && Math.min(height, width) > Math.max(padding, 3)
                    && byTiles() < byPositions();
        }

        private double byPositions() {
            long channels = Convolution.filled(inputs) * Convolution.filled(outputs);
            return (double) examples * channels * rows * columns * height * width;
        }

        /** Tiles are small unless there would be more than four for a large one. */
        private double byTiles() {
            long few = tiles(LARGE);
            boolean large = Math.max(height, width) > SMALL || tiles(SMALL) > 4 * few;
            return large ? byTiles(LARGE, few, LARGE_TRANSFORM) : byTiles(SMALL, tiles(SMALL), SMALL_TRANSFORM);
        }

        private double byTiles(long side, long tiles, double transform) {
            long pairs = inputs * outputs;
            double products = PRODUCT * 2 * side * side * pairs;
            return examples * tiles * (products + transform * (inputs + outputs)) + transform * pairs;
        }

        /** Tiles of an image, each the larger than its part of the output by what a window takes. */
        private long tiles(long side) {
            return ceiling(rows, side - height + 1) * ceiling(columns, side - width + 1);
        }

        private static long ceiling(long length, long part) {
            return (length + part - 1) / part;
        }
    }
}
