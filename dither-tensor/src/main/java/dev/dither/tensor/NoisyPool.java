package dev.dither.tensor;

import dev.dither.rng.RandomKey;
import java.nio.FloatBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions with noise of given variances, max-pooled by windows of 2 × 2 while the noise is added, and rectified.
 *
 * <p>Formula: y = the largest max(0, u + b + q ∘ r) of each window, r = ε / √(q + floor) constant, ε ~ N(0, 1): q ∘ r is noise of variance
 * q.
 *
 * <p>Shapes: u, q and ε [N, K, H, W], b [K], y [N, K, ⌊H / 2⌋, ⌊W / 2⌋].
 */
public final class NoisyPool {
    private NoisyPool() {}

    /**
     * Returns y, or null where windows of 2 × 2 do not fit, in double precision and beyond the memory of a processor.
     *
     * @param inputs u, q and, if there is one, b
     * @param floor added to q under the root
     * @param draws the address of ε for each draw of the batch, of which it holds as many examples each
     */
    public static @Nullable Tensor of(List<Tensor> inputs, double floor, List<RandomKey> draws) {
        Tensor u = inputs.get(0);
        Tensor q = inputs.get(1);
        if (!HalvingMaxPool.takes(u, 2, 2)) {
            return null;
        }
        long[] shape = u.shape().toArray();
        Pooled pooled = Pooled.of(shape);
        Adding adding = new Adding(
                Tensor.floats(u.value.detach().contiguous()),
                Tensor.floats(q.value.detach().contiguous()),
                inputs.size() > 2 ? inputs.get(2).toFloats() : new float[(int) shape[1]],
                (float) floor,
                pooled);
        DrawnExamples.of(shape, draws).each(adding::planes);
        NoisyPoolSlopes slopes =
                new NoisyPoolSlopes(inputs.stream().map(Tensor::handle).toList(), pooled);
        slopes.record();
        return slopes.output().handle();
    }

    /**
     * What is read and written, a plane at a time.
     *
     * @param sums u
     * @param variances q
     * @param bias b
     * @param floor added to q under the root
     * @param to what is left
     */
    private record Adding(FloatBuffer sums, FloatBuffer variances, float[] bias, float floor, Pooled to) {
        /** Adds noise to the planes of {@code count} examples by the draws that an array begins with. */
        void planes(int from, int count, float[] noise) {
            Pooled.Taking taking = to.taking();
            float[] y = new float[to.pool().area()];
            float[] variance = new float[y.length];
            for (int i = 0; i < count * bias.length; i++) {
                int plane = from * bias.length + i;
                sums.get(plane * y.length, y);
                variances.get(plane * y.length, variance);
                divide(noise, i * y.length, variance, floor);
                add(y, bias[i % bias.length], variance, noise, i * y.length);
                taking.take(plane, y, noise, i * y.length);
            }
        }

        private static void divide(float[] noise, int start, float[] variance, float floor) {
            for (int i = 0; i < variance.length; i++) {
                noise[start + i] = NoisyNumbers.perRoot(noise[start + i], variance[i], floor);
            }
        }

        private static void add(float[] y, float bias, float[] variance, float[] noise, int start) {
            for (int i = 0; i < y.length; i++) {
                y[i] += bias + variance[i] * noise[start + i];
            }
        }
    }
}
