package dev.dither.tensor;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a draw of a {@link DrawnPool} is differentiated: one pass over its numbers.
 *
 * <p>Formula: for the gradients f of μ itself, h of log σ and g of y, brought to where y was found and 0 where ReLU is, that of [μ | r] is
 * [f + g | (g ∘ ε + h / σ) · eʳ / (1 + eʳ)]; that of b its sums over examples and positions.
 *
 * @param inputs a and b
 * @param exponential eʳ, which must be a normal number
 * @param stddev σ
 * @param pooled y, and ε where it was found
 * @param mean μ
 * @param logStddev log σ
 */
record DrawnPoolSlopes(
        List<Tensor> inputs, Tensor exponential, Tensor stddev, Pooled pooled, Tensor mean, Tensor logStddev)
        implements Recorded {
    /** Numbers that are worth waking a thread. */
    private static final int GRAIN = 1 << 13;

    /** Returns K. */
    int channels() {
        return Math.toIntExact(stddev.value.size(1));
    }

    /** Returns handles of what was computed. */
    Draw draw() {
        return new Draw(mean, logStddev, pooled.value()).handle();
    }

    @Override
    public List<Tensor> outputs() {
        return List.of(mean, logStddev, pooled.value());
    }

    @Override
    public DrawnPoolSlopes kept(Scope scope) {
        return new DrawnPoolSlopes(
                inputs.stream().map(scope::keep).toList(),
                scope.keep(exponential),
                scope.keep(stddev),
                pooled.kept(scope),
                scope.keep(mean),
                scope.keep(logStddev));
    }

    @Override
    public List<@Nullable Tensor> gradients(List<@Nullable Tensor> g, boolean[] wanted) {
        Tensor found = Tensor.unwritten(inputs.get(0).shape().toArray());
        Planewise work = new Planewise(
                pooled.pool().area(),
                channels(),
                List.of(GradientPlanes.of(g.get(0)), GradientPlanes.of(g.get(1))),
                List.of(Tensor.floats(exponential.value), Tensor.floats(stddev.value)),
                Tensor.floats(found.value),
                new UnitSums(found.value.size(0), found.value.size(1)));
        GradientPlanes ofValue = GradientPlanes.of(g.get(2));
        Runs.each(
                pooled.pool().planes(),
                Math.max(1, GRAIN / work.area()),
                (start, count) -> work.differentiate(start, count, pooled.scattering(ofValue)));
        return Arrays.asList(wanted[0] ? found : null, wanted[1] ? work.sums().total() : null);
    }

    /**
     * What is read and written, a plane at a time.
     *
     * @param area numbers of a plane
     * @param channels K
     * @param gradients f and h
     * @param values eʳ and σ
     * @param target that of the branches
     * @param sums of it
     */
    private record Planewise(
            int area,
            int channels,
            List<GradientPlanes> gradients,
            List<FloatBuffer> values,
            FloatBuffer target,
            UnitSums sums) {
        void differentiate(int start, int count, Pooled.Scattering scattering) {
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
                scattering.scatter(plane, ofMean, noisy);
                SoftplusSlopes.apply(noisy, ofLog, stddev, exponential);
                int to = DrawnPool.ofMean(plane, channels);
                put(to, ofMean);
                put(to + channels, exponential);
            }
        }

        private void put(int plane, float[] found) {
            target.put(plane * area, found);
            sums.put(plane, UnitSums.of(found));
        }
    }
}
