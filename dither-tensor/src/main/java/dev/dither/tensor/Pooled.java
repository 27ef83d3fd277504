package dev.dither.tensor;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.bytedeco.pytorch.global.torch;

/**
 * What is left of images u + s ∘ n with noise n when they are max-pooled by windows of 2 × 2 and rectified. ReLU keeps the order of numbers, so it
 * follows pooling.
 *
 * <p>Shapes: all [N, K, ⌊H / 2⌋, ⌊W / 2⌋] of images [N, K, H, W].
 *
 * @param pool the windows
 * @param value y, the largest max(0, u + s ∘ n) of each window
 * @param noise n where y was found
 * @param positions of y in its plane
 */
record Pooled(HalvingMaxPool pool, Tensor value, Tensor noise, Tensor positions) {
    /** Returns memory for what is left of images of this shape. */
    static Pooled of(long[] images) {
        long[] left = {images[0], images[1], images[2] / 2, images[3] / 2};
        return new Pooled(
                HalvingMaxPool.over(images),
                Tensor.unwritten(left),
                Tensor.unwritten(left),
                Tensor.wrap(Tensor.empty(torch.ScalarType.Int, left)));
    }

    Pooled kept(Scope scope) {
        return new Pooled(pool, scope.keep(value), scope.keep(noise), scope.keep(positions));
    }

    /** Returns what takes planes, for one thread. */
    Taking taking() {
        return new Taking(this);
    }

    /** Returns what brings a gradient back, for one thread. */
    Scattering scattering(GradientPlanes g) {
        return new Scattering(this, g);
    }

    /** Takes what is left of planes. */
    static final class Taking {
        private final HalvingMaxPool pool;
        private final FloatBuffer values;
        private final FloatBuffer noises;
        private final IntBuffer positions;
        private final int[] found;
        private final float[] numbers;

        private Taking(Pooled to) {
            pool = to.pool;
            values = Tensor.floats(to.value.value);
            noises = Tensor.floats(to.noise.value);
            positions = Tensor.integers(to.positions.value);
            found = new int[pool.windows()];
            numbers = new float[found.length];
        }

        /** Takes what is left of a plane u + s ∘ n, of which n is a part of an array. */
        void take(int plane, float[] sum, float[] noise, int start) {
            pool.find(sum, found);
            positions.put(plane * found.length, found);
            for (int i = 0; i < found.length; i++) {
                numbers[i] = Math.max(0, sum[found[i]]);
            }
            values.put(plane * numbers.length, numbers);
            for (int i = 0; i < found.length; i++) {
                numbers[i] = noise[start + found[i]];
            }
            noises.put(plane * numbers.length, numbers);
        }
    }

    /** Brings the gradient g of y back to where y was found; where ReLU is 0 it has none. */
    static final class Scattering {
        private final GradientPlanes gradient;
        private final FloatBuffer values;
        private final FloatBuffer noises;
        private final IntBuffer positions;
        private final int[] at;
        private final float[] y;
        private final float[] noise;
        private final float[] g;

        private Scattering(Pooled from, GradientPlanes gradient) {
            this.gradient = gradient;
            values = Tensor.floats(from.value.value);
            noises = Tensor.floats(from.noise.value);
            positions = Tensor.integers(from.positions.value);
            at = new int[from.pool.windows()];
            y = new float[at.length];
            noise = new float[at.length];
            g = new float[at.length];
        }

        /** Adds the gradient of a plane to {@code to}, and its products with the noise to {@code noisy}; returns its sum. */
        float scatter(int plane, float[] to, float[] noisy) {
            positions.get(plane * at.length, at);
            values.get(plane * at.length, y);
            noises.get(plane * at.length, noise);
            gradient.read(plane, g);
            for (int i = 0; i < g.length; i++) {
                g[i] = y[i] > 0 ? g[i] : 0;
                to[at[i]] += g[i];
                noisy[at[i]] += g[i] * noise[i];
            }
            return UnitSums.of(g);
        }
    }
}
