package dev.dither.tensor;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link NoisyPool} is differentiated: one pass over its numbers.
 *
 * <p>Formula: for the gradient g of y, brought to where y was found and 0 where ReLU is, that of u is g, of q g ∘ r, of b the sum of g over
 * examples and positions.
 *
 * @param inputs u, q and, if there is one, b
 * @param pooled y, and r where it was found
 */
record NoisyPoolSlopes(List<Tensor> inputs, Pooled pooled) implements Recorded.OfOne {
    /** Numbers that are worth waking a thread. */
    private static final int GRAIN = 1 << 14;

    @Override
    public Tensor output() {
        return pooled.value();
    }

    @Override
    public NoisyPoolSlopes kept(Scope scope) {
        return new NoisyPoolSlopes(inputs.stream().map(scope::keep).toList(), pooled.kept(scope));
    }

    @Override
    public List<@Nullable Tensor> gradients(Tensor g, boolean[] wanted) {
        long[] shape = inputs.get(0).shape().toArray();
        Tensor ofSum = Tensor.unwritten(shape);
        Tensor ofVariance = Tensor.unwritten(shape);
        FloatBuffer sums = Tensor.floats(ofSum.value);
        FloatBuffer variances = Tensor.floats(ofVariance.value);
        UnitSums ofBias = new UnitSums(shape[0], shape[1]);
        GradientPlanes ofValue = GradientPlanes.of(g);
        int area = pooled.pool().area();
        Runs.each(pooled.pool().planes(), Math.max(1, GRAIN / area), (start, count) -> {
            Pooled.Scattering scattering = pooled.scattering(ofValue);
            float[] sum = new float[area];
            float[] variance = new float[area];
            for (int plane = start; plane < start + count; plane++) {
                Arrays.fill(sum, 0);
                Arrays.fill(variance, 0);
                ofBias.put(plane, scattering.scatter(plane, sum, variance));
                sums.put(plane * area, sum);
                variances.put(plane * area, variance);
            }
        });
        List<@Nullable Tensor> found = new ArrayList<>();
        found.add(wanted[0] ? ofSum : null);
        found.add(wanted[1] ? ofVariance : null);
        if (wanted.length > 2) {
            found.add(wanted[2] ? ofBias.total() : null);
        }
        return found;
    }
}
