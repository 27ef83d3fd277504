package dev.dither.tensor;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * How a draw of a {@link DrawnPool} is differentiated: one pass over its numbers.
 *
 * <p>Formula: for the gradients f of μ itself, h of log σ and g of y, brought to where y was found and 0 where ReLU is, that of [μ | r] is
 * [f + g | (g ∘ ε + h / σ) · eʳ / (1 + eʳ)]; that of b its sums over examples and positions.
 *
 * <p>Numerics: sums over the positions of an example in single precision, over examples in double precision, always in the same order.
 *
 * @param inputs a and b
 * @param exponential eʳ, which must be a normal number
 * @param stddev σ
 * @param noise ε where y was found
 * @param positions for each window, the position in its plane of y
 * @param draw what was computed
 */
record DrawnPoolSlopes(
        List<Tensor> inputs, Tensor exponential, Tensor stddev, Tensor noise, Tensor positions, Draw draw)
        implements Recorded {
    /** Numbers that are worth waking a thread. */
    private static final int GRAIN = 1 << 13;

    /** Returns the windows. */
    HalvingMaxPool pool() {
        return HalvingMaxPool.over(stddev.shape().toArray());
    }

    /** Returns K. */
    int channels() {
        return Math.toIntExact(stddev.value.size(1));
    }

    @Override
    public List<Tensor> outputs() {
        return List.of(draw.mean(), draw.logStddev(), draw.value());
    }

    @Override
    public DrawnPoolSlopes kept(Scope scope) {
        return new DrawnPoolSlopes(
                inputs.stream().map(scope::keep).toList(),
                scope.keep(exponential),
                scope.keep(stddev),
                scope.keep(noise),
                scope.keep(positions),
                draw.kept(scope));
    }

    @Override
    public List<@Nullable Tensor> gradients(List<@Nullable Tensor> g, boolean[] wanted) {
        Tensor found = Tensor.wrap(torch.empty(inputs.get(0).shape().toArray()));
        Differentiating work = new Differentiating(
                pool(),
                channels(),
                List.of(GradientPlanes.of(g.get(0)), GradientPlanes.of(g.get(1))),
                new Left(
                        Tensor.floats(draw.value().value),
                        Tensor.floats(noise.value),
                        Tensor.integers(positions.value),
                        GradientPlanes.of(g.get(2))),
                List.of(Tensor.floats(exponential.value), Tensor.floats(stddev.value)),
                Tensor.floats(found.value),
                new float[Math.toIntExact(found.value.size(0) * found.value.size(1))]);
        Runs.each(work.pool().planes(), Math.max(1, GRAIN / work.pool().area()), work::differentiate);
        return Arrays.asList(wanted[0] ? found : null, wanted[1] ? work.ofBias() : null);
    }

    /**
     * What is left of planes.
     *
     * @param value y
     * @param noise ε there
     * @param positions of y in its plane
     * @param gradient g
     */
    private record Left(FloatBuffer value, FloatBuffer noise, IntBuffer positions, GradientPlanes gradient) {
        /** Adds the gradient of a plane, and its products with ε, to where its numbers were found. */
        void scatter(int plane, Windows windows, float[] to, float[] noisy) {
            int[] at = windows.at;
            positions.get(plane * at.length, at);
            value.get(plane * at.length, windows.y);
            noise.get(plane * at.length, windows.noise);
            gradient.read(plane, windows.g);
            for (int i = 0; i < at.length; i++) {
                float g = windows.y[i] > 0 ? windows.g[i] : 0;
                to[at[i]] += g;
                noisy[at[i]] = g * windows.noise[i];
            }
        }
    }

    /** Of each window of a plane. */
    private static final class Windows {
        final int[] at;
        final float[] y;
        final float[] noise;
        final float[] g;

        Windows(int count) {
            at = new int[count];
            y = new float[count];
            noise = new float[count];
            g = new float[count];
        }
    }

    /**
     * What is read and written, a plane at a time.
     *
     * @param pool the windows
     * @param channels K
     * @param gradients f and h
     * @param left y and g
     * @param values eʳ and σ
     * @param target that of the branches
     * @param sums of each plane of the target
     */
    private record Differentiating(
            HalvingMaxPool pool,
            int channels,
            List<GradientPlanes> gradients,
            Left left,
            List<FloatBuffer> values,
            FloatBuffer target,
            float[] sums) {
        void differentiate(int start, int count) {
            int area = pool.area();
            Windows windows = new Windows(pool.windows());
            float[] ofMean = new float[area];
            float[] ofLog = new float[area];
            float[] noisy = new float[area];
            float[] exponential = new float[area];
            float[] stddev = new float[area];
            for (int plane = start; plane < start + count; plane++) {
                values.get(0).get(plane * area, exponential);
                values.get(1).get(plane * area, stddev);
                gradients.get(0).read(plane, ofMean);
                gradients.get(1).read(plane, ofLog);
                Arrays.fill(noisy, 0);
                left.scatter(plane, windows, ofMean, noisy);
                SoftplusSlopes.apply(noisy, ofLog, stddev, exponential);
                int to = DrawnPool.ofMean(plane, channels);
                put(to, ofMean);
                put(to + channels, exponential);
            }
        }

        private void put(int plane, float[] found) {
            target.put(plane * found.length, found);
            sums[plane] = sum(found);
        }

        /** Adds up in four sums, none of which waits for the other ones. */
        private static float sum(float[] numbers) {
            int whole = numbers.length & -4;
            float a = 0;
            float b = 0;
            float c = 0;
            float d = 0;
            for (int i = 0; i < whole; i += 4) {
                a += numbers[i];
                b += numbers[i + 1];
                c += numbers[i + 2];
                d += numbers[i + 3];
            }
            for (int i = whole; i < numbers.length; i++) {
                a += numbers[i];
            }
            return (a + b) + (c + d);
        }

        /** Returns the gradient of b. */
        Tensor ofBias() {
            float[] found = new float[2 * channels];
            for (int k = 0; k < found.length; k++) {
                double sum = 0;
                for (int plane = k; plane < sums.length; plane += found.length) {
                    sum += sums[plane];
                }
                found[k] = (float) sum;
            }
            return Tensor.of(found, Shape.of(found.length));
        }
    }
}
