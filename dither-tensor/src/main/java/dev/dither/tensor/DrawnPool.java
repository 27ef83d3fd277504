package dev.dither.tensor;

import dev.dither.rng.RandomKey;
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
 * <p>Formula: [μ | r] = a + b, σ = log(1 + eʳ), y = the largest max(0, μ + σ ∘ ε) of each window, ε ~ N(0, 1). ReLU keeps the order of
 * numbers, so it follows pooling.
 *
 * <p>Shapes: a, what was convolved, [N, 2 K, H, W], b [2 K], ε, μ and log σ [N, K, H, W], y [N, K, ⌊H / 2⌋, ⌊W / 2⌋].
 */
public final class DrawnPool {
    /** Numbers of each tensor that are drawn at a time. */
    private static final long CACHED = 1 << 15;

    /** The draws of some examples: each thread's own, kept. */
    private static final ThreadLocal<float[]> NOISE = ThreadLocal.withInitial(() -> new float[0]);

    private final Tensor source;
    private final Tensor summand;
    private final DrawnPoolSlopes slopes;
    private final Drawing drawing;

    private DrawnPool(Tensor source, DrawnPoolSlopes slopes) {
        this.source = source;
        this.summand = Tensor.wrap(slopes.inputs().get(1).value.detach().view(1, -1, 1, 1));
        this.slopes = slopes;
        this.drawing = Drawing.of(source, slopes);
    }

    /** Returns whether draws of convolutions by these weights may gain: where gradients are recorded, in single precision, on a processor. */
    public static boolean gains(Tensor weight) {
        return weight.isVariable() && weight.isSingle() && !weight.value.is_cuda();
    }

    /**
     * Returns y and the rest; or null where windows of 2 × 2 do not fit, where the engine would have to go on from a, or where eʳ would not
     * be a normal number.
     *
     * @param branches a, which is lost: b is added to it in place
     * @param bias b
     * @param draws the address of ε for each draw of the batch, of which it holds as many examples each
     */
    public static @Nullable Draw of(Tensor branches, Tensor bias, List<RandomKey> draws) {
        if (!branches.isVariable() || !HalvingMaxPool.takes(branches, 2, 2)) {
            return null;
        }
        Tensor source = Tensor.wrap(branches.value.detach().contiguous());
        Tensor mean = Parts.of(source.value, 1, 2).get(0);
        long[] shape = mean.shape().toArray();
        long[] left = {shape[0], shape[1], shape[2] / 2, shape[3] / 2};
        Tensor positions =
                Tensor.wrap(torch.empty(left, new TensorOptions(torch.ScalarType.Int), new MemoryFormatOptional()));
        DrawnPoolSlopes slopes = new DrawnPoolSlopes(
                List.of(branches.handle(), bias.handle()),
                empty(shape),
                empty(shape),
                empty(left),
                positions,
                new Draw(mean, empty(shape), empty(left)));
        if (!new DrawnPool(source, slopes).draw(draws)) {
            return null;
        }
        slopes.record();
        return slopes.draw().handle();
    }

    private static Tensor empty(long[] shape) {
        return Tensor.wrap(torch.empty(shape));
    }

    /** Draws slices of the examples that stay in a processor's cache; returns false where eʳ is not normal. */
    private boolean draw(List<RandomKey> keys) {
        long examples = source.value.size(0) / keys.size();
        long each = drawing.ofExample();
        long slices = Math.max(1, Math.min(examples, examples * each / CACHED));
        AtomicBoolean normal = new AtomicBoolean(true);
        for (int d = 0; d < keys.size(); d++) {
            RandomKey key = keys.get(d);
            long first = d * examples;
            Slices.each(examples, slices, (from, count) -> {
                if (spread(first + from, count)) {
                    drawing.draw(first + from, count, noise(key, from * each, (int) (count * each)));
                } else {
                    normal.set(false);
                }
            });
        }
        return normal.get();
    }

    /** Returns an array that begins with some draws. */
    private static float[] noise(RandomKey key, long first, int count) {
        if (NOISE.get().length < count) {
            NOISE.set(new float[count]);
        }
        float[] noise = NOISE.get();
        key.fillNormal(first, noise, count);
        return noise;
    }

    /** Adds the bias and writes eʳ, σ and log σ of some examples; returns false where eʳ is not normal. */
    private boolean spread(long from, long count) {
        org.bytedeco.pytorch.Tensor sum =
                torch.narrow(source.value, 0, from, count).add_(summand.value);
        org.bytedeco.pytorch.Tensor r = torch.narrow(sum, 1, drawing.channels(), drawing.channels());
        org.bytedeco.pytorch.Tensor exponential = torch.narrow(slopes.exponential().value, 0, from, count);
        org.bytedeco.pytorch.Tensor stddev = torch.narrow(slopes.stddev().value, 0, from, count);
        torch.exp_out(exponential, r);
        if (!Softplus.isNormalExponential(Range.of(exponential))) {
            return false;
        }
        torch.log1p_out(stddev, exponential);
        torch.log_out(torch.narrow(slopes.draw().logStddev().value, 0, from, count), stddev);
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
     * @param branches [μ | r]
     * @param stddev σ
     * @param left what is left of the planes
     */
    private record Drawing(HalvingMaxPool pool, int channels, FloatBuffer branches, FloatBuffer stddev, Left left) {
        static Drawing of(Tensor branches, DrawnPoolSlopes to) {
            return new Drawing(
                    to.pool(),
                    to.channels(),
                    Tensor.floats(branches.value),
                    Tensor.floats(to.stddev().value),
                    new Left(
                            Tensor.floats(to.draw().value().value),
                            Tensor.floats(to.noise().value),
                            Tensor.integers(to.positions().value)));
        }

        /** Returns how many numbers of ε an example has. */
        long ofExample() {
            return (long) channels * pool.area();
        }

        /** Draws the planes of {@code count} examples by the draws that an array begins with. */
        void draw(long from, long count, float[] noise) {
            int start = (int) from * channels;
            int area = pool.area();
            float[] y = new float[area];
            float[] spread = new float[area];
            int[] found = new int[pool.windows()];
            float[] numbers = new float[found.length];
            for (int i = 0; i < count * channels; i++) {
                branches.get(ofMean(start + i, channels) * area, y);
                stddev.get((start + i) * area, spread);
                add(y, spread, noise, i * area);
                pool.find(y, found);
                left.put(start + i, found);
                left.value().put((start + i) * numbers.length, rectified(y, found, numbers));
                left.noise().put((start + i) * numbers.length, taken(noise, i * area, found, numbers));
            }
        }

        private static void add(float[] mean, float[] stddev, float[] noise, int start) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += stddev[i] * noise[start + i];
            }
        }

        private static float[] rectified(float[] y, int[] found, float[] largest) {
            for (int i = 0; i < found.length; i++) {
                largest[i] = Math.max(0, y[found[i]]);
            }
            return largest;
        }

        private static float[] taken(float[] noise, int start, int[] found, float[] numbers) {
            for (int i = 0; i < found.length; i++) {
                numbers[i] = noise[start + found[i]];
            }
            return numbers;
        }
    }

    /**
     * What is left of planes.
     *
     * @param value y
     * @param noise ε there
     * @param positions of y in its plane
     */
    private record Left(FloatBuffer value, FloatBuffer noise, IntBuffer positions) {
        void put(int plane, int[] found) {
            positions.put(plane * found.length, found);
        }
    }
}
