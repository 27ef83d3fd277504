package dev.dither.tensor;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Draws of the random activations of a convolution, max-pooled by windows of 2 × 2 while they are drawn.
 *
 * <p>Formula: y = the largest max(0, μ + σ ∘ ε) of each window, σ = log(1 + eʳ). ReLU keeps the order of numbers, so it follows
 * pooling.
 *
 * <p>Shapes: [μ | r] [N, 2 K, H, W], ε, μ and log σ [N, K, H, W], y [N, K, ⌊H / 2⌋, ⌊W / 2⌋].
 */
public final class DrawnPool {
    /** Numbers of each tensor that are drawn at a time. */
    private static final long CACHED = 1 << 15;

    private DrawnPool() {}

    /** Returns whether a draw gains by this: where gradients are recorded that the engine need not go on with. */
    public static boolean takes(Tensor branches) {
        return branches.isVariable() && branches.value.dim() == 4 && HalvingMaxPool.takes(branches, 2, 2);
    }

    /**
     * Returns y and the rest, for constant ε; or null where eʳ would not be a normal number.
     *
     * @param branches [μ | r], which this {@linkplain #takes takes}
     * @param noise ε
     */
    public static @Nullable Draw of(Tensor branches, Tensor noise) {
        Tensor source = Tensor.wrap(branches.value.detach().contiguous());
        List<Tensor> halves = Parts.of(source.value, 1, 2);
        long[] shape = halves.get(0).shape().toArray();
        long[] left = {shape[0], shape[1], shape[2] / 2, shape[3] / 2};
        Draw draw = new Draw(halves.get(0), empty(shape), empty(left));
        Tensor positions =
                Tensor.wrap(torch.empty(left, new TensorOptions(torch.ScalarType.Int), new MemoryFormatOptional()));
        Tensor constant = Tensor.wrap(noise.value.contiguous());
        DrawnPoolSlopes slopes =
                new DrawnPoolSlopes(branches.handle(), empty(shape), empty(shape), constant, positions, draw);
        if (!draw(halves.get(1), slopes, Drawing.of(source, slopes))) {
            return null;
        }
        slopes.record();
        return draw.handle();
    }

    private static Tensor empty(long[] shape) {
        return Tensor.wrap(torch.empty(shape));
    }

    /** Draws slices of the examples that stay in a processor's cache; returns false where eʳ is not normal. */
    private static boolean draw(Tensor r, DrawnPoolSlopes to, Drawing drawing) {
        long examples = r.value.size(0);
        long slices = Math.max(1, Math.min(examples, r.value.numel() / CACHED));
        AtomicBoolean normal = new AtomicBoolean(true);
        Slices.each(examples, slices, (from, count) -> {
            if (spread(torch.narrow(r.value, 0, from, count), to, from)) {
                drawing.draw(from, count);
            } else {
                normal.set(false);
            }
        });
        return normal.get();
    }

    /** Writes eʳ, σ and log σ of some examples; returns false where eʳ is not normal. */
    private static boolean spread(org.bytedeco.pytorch.Tensor r, DrawnPoolSlopes to, long from) {
        if (!Softplus.isNormal(Range.of(r))) {
            return false;
        }
        org.bytedeco.pytorch.Tensor exponential = torch.narrow(to.exponential().value, 0, from, r.size(0));
        org.bytedeco.pytorch.Tensor stddev = torch.narrow(to.stddev().value, 0, from, r.size(0));
        torch.exp_out(exponential, r);
        torch.log1p_out(stddev, exponential);
        torch.log_out(torch.narrow(to.draw().logStddev().value, 0, from, r.size(0)), stddev);
        return true;
    }

    /** Returns where the mean's part of a plane of the branches is. */
    static int ofMean(int plane, int channels) {
        return plane / channels * 2 * channels + plane % channels;
    }

    /**
     * What is read and written, a plane at a time.
     *
     * @param pool the windows
     * @param channels K
     * @param values branches, σ and ε
     * @param value y
     * @param positions of y in its plane
     */
    private record Drawing(
            HalvingMaxPool pool, int channels, List<FloatBuffer> values, FloatBuffer value, IntBuffer positions) {
        static Drawing of(Tensor branches, DrawnPoolSlopes to) {
            return new Drawing(
                    to.pool(),
                    to.channels(),
                    List.of(
                            Tensor.floats(branches.value),
                            Tensor.floats(to.stddev().value),
                            Tensor.floats(to.noise().value)),
                    Tensor.floats(to.draw().value().value),
                    Tensor.integers(to.positions().value));
        }

        /** Draws the planes of {@code count} examples. */
        void draw(long from, long count) {
            planes((int) from * channels, (int) count * channels);
        }

        private void planes(int start, int count) {
            int area = pool.area();
            float[] y = new float[area];
            float[] stddev = new float[area];
            float[] noise = new float[area];
            int[] found = new int[pool.windows()];
            float[] largest = new float[found.length];
            for (int plane = start; plane < start + count; plane++) {
                values.get(0).get(ofMean(plane, channels) * area, y);
                values.get(1).get(plane * area, stddev);
                values.get(2).get(plane * area, noise);
                add(y, stddev, noise);
                pool.find(y, found);
                take(y, found, largest);
                value.put(plane * largest.length, largest);
                positions.put(plane * found.length, found);
            }
        }

        private static void add(float[] mean, float[] stddev, float[] noise) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += stddev[i] * noise[i];
            }
        }

        private static void take(float[] y, int[] found, float[] largest) {
            for (int i = 0; i < found.length; i++) {
                largest[i] = Math.max(0, y[found[i]]);
            }
        }
    }
}
