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
 * [f + g | (g ∘ ε + h / σ) · eʳ / (1 + eʳ)].
 *
 * @param branches [μ | r]
 * @param exponential eʳ, which must be a normal number
 * @param stddev σ
 * @param noise ε
 * @param positions for each window, the position in its plane of y
 * @param draw what was computed
 */
record DrawnPoolSlopes(Tensor branches, Tensor exponential, Tensor stddev, Tensor noise, Tensor positions, Draw draw)
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
    public List<Tensor> inputs() {
        return List.of(branches);
    }

    @Override
    public DrawnPoolSlopes kept(Scope scope) {
        return new DrawnPoolSlopes(
                scope.keep(branches),
                scope.keep(exponential),
                scope.keep(stddev),
                scope.keep(noise),
                scope.keep(positions),
                draw.kept(scope));
    }

    @Override
    public List<@Nullable Tensor> gradients(List<@Nullable Tensor> g, boolean[] wanted) {
        Tensor found = Tensor.wrap(torch.empty(branches.shape().toArray()));
        Differentiating work = new Differentiating(
                pool(),
                channels(),
                List.of(GradientPlanes.of(g.get(0)), GradientPlanes.of(g.get(1))),
                new Pooled(
                        Tensor.floats(draw.value().value),
                        Tensor.integers(positions.value),
                        GradientPlanes.of(g.get(2))),
                List.of(Tensor.floats(exponential.value), Tensor.floats(stddev.value), Tensor.floats(noise.value)),
                Tensor.floats(found.value));
        Runs.each(work.pool().planes(), Math.max(1, GRAIN / work.pool().area()), work::differentiate);
        return List.of(found);
    }

    /**
     * What is left of planes.
     *
     * @param value y
     * @param positions of y in its plane
     * @param gradient g
     */
    private record Pooled(FloatBuffer value, IntBuffer positions, GradientPlanes gradient) {
        /** Brings the gradient of a plane to where its numbers were found. */
        void scatter(int plane, int[] at, float[] y, float[] g, float[] to) {
            positions.get(plane * at.length, at);
            value.get(plane * y.length, y);
            gradient.read(plane, g);
            Arrays.fill(to, 0);
            for (int i = 0; i < g.length; i++) {
                to[at[i]] = y[i] > 0 ? g[i] : 0;
            }
        }
    }

    /**
     * What is read and written, a plane at a time.
     *
     * @param pool the windows
     * @param channels K
     * @param gradients f and h
     * @param pooled y and g
     * @param values eʳ, σ and ε
     * @param target that of the branches
     */
    private record Differentiating(
            HalvingMaxPool pool,
            int channels,
            List<GradientPlanes> gradients,
            Pooled pooled,
            List<FloatBuffer> values,
            FloatBuffer target) {
        void differentiate(int start, int count) {
            int area = pool.area();
            float[][] gradient = new float[3][area];
            float[][] value = new float[values.size()][area];
            int[] at = new int[pool.windows()];
            float[] y = new float[at.length];
            float[] some = new float[at.length];
            for (int plane = start; plane < start + count; plane++) {
                for (int i = 0; i < value.length; i++) {
                    values.get(i).get(plane * area, value[i]);
                }
                gradients.get(0).read(plane, gradient[0]);
                gradients.get(1).read(plane, gradient[1]);
                pooled.scatter(plane, at, y, some, gradient[2]);
                Draw.differentiate(gradient, value);
                int to = DrawnPool.ofMean(plane, channels);
                target.put(to * area, gradient[0]);
                target.put((to + channels) * area, value[0]);
            }
        }
    }
}
