package dev.dither.tensor;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Normalization of each group of a batch of images by its own statistics.
 *
 * <p>Formula: y = (x − mean) · factor + shift, factor = scale / √(variance + ε).
 *
 * @param moments means and variances
 * @param scale of each channel
 * @param shift of each channel
 * @param inverseRoots 1 / √(variance + ε) of each group
 */
record Standardizing(ChannelMoments moments, float[] scale, float[] shift, double[] inverseRoots) {
    static Standardizing of(ChannelMoments moments, Normalization by) {
        double[] inverseRoots = Arrays.stream(moments.variances())
                .map(variance -> 1 / Math.sqrt(variance + by.epsilon()))
                .toArray();
        return new Standardizing(moments, by.scale().toFloats(), by.shift().toFloats(), inverseRoots);
    }

    private float mean(int group) {
        return (float) moments.means()[group];
    }

    float factor(int group) {
        return (float) (scale[group % scale.length] * inverseRoots[group]);
    }

    /** Writes y for planes of x, which may be parts of those that the moments are of. */
    void apply(Planes planes, FloatBuffer x, FloatBuffer y) {
        planes.each((from, count) -> {
            float[] plane = new float[planes.area()];
            for (int n = 0; n < planes.examples(); n++) {
                for (int group = from; group < from + count; group++) {
                    x.get(planes.start(group, n), plane);
                    apply(plane, mean(group), factor(group), shift[group % shift.length]);
                    y.put(planes.start(group, n), plane);
                }
            }
        });
    }

    private static void apply(float[] x, float mean, float factor, float shift) {
        for (int i = 0; i < x.length; i++) {
            x[i] = (x[i] - mean) * factor + shift;
        }
    }

    /**
     * Returns what gradients need of the gradient g of y.
     *
     * @param x what was given to {@link #apply}, planes likewise
     */
    Slopes slopes(Planes planes, FloatBuffer g, FloatBuffer x) {
        Slopes slopes = new Slopes(this, new double[planes.groups()], new double[planes.groups()]);
        planes.each((from, count) -> {
            float[] gradient = new float[planes.area()];
            float[] plane = new float[planes.area()];
            PlaneSums[] sums = PlaneSums.begun(count, planes.area());
            for (int n = 0; n < planes.examples(); n++) {
                for (int i = 0; i < count; i++) {
                    g.get(planes.start(from + i, n), gradient);
                    x.get(planes.start(from + i, n), plane);
                    sums[i].addProducts(gradient, plane, mean(from + i));
                }
            }
            for (int i = 0; i < count; i++) {
                slopes.gradients[from + i] = sums[i].first();
                slopes.products[from + i] = sums[i].second();
            }
        });
        return slopes;
    }

    /**
     * Sums from which gradients follow.
     *
     * <p>Formula: with M numbers in a group and g the gradient of y: ∂/∂shift = Σ g, ∂/∂scale = Σ g (x − mean) / √(variance + ε), ∂/∂x =
     * factor · g + level + (x − mean) · slope, level = − factor Σ g / M, slope = − factor Σ g (x − mean) / (M (variance + ε)).
     *
     * @param of the normalization
     * @param gradients Σ g of each group
     * @param products Σ g (x − mean) of each group
     */
    record Slopes(Standardizing of, double[] gradients, double[] products) {
        /** Replaces a plane of x by level + (x − mean) · slope. */
        void line(int group, float[] plane) {
            double part = -of.factor(group) / of.moments.planes().count();
            double inverse = of.inverseRoots[group];
            float level = (float) (part * gradients[group]);
            line(plane, of.mean(group), level, (float) (part * products[group] * inverse * inverse));
        }

        private static void line(float[] plane, float mean, float level, float slope) {
            for (int i = 0; i < plane.length; i++) {
                plane[i] = level + (plane[i] - mean) * slope;
            }
        }

        Tensor byScale() {
            double[] sums = new double[of.scale.length];
            for (int group = 0; group < products.length; group++) {
                sums[group % sums.length] += products[group] * of.inverseRoots[group];
            }
            return ChannelMoments.single(sums);
        }

        Tensor byShift() {
            double[] sums = new double[of.scale.length];
            for (int group = 0; group < gradients.length; group++) {
                sums[group % sums.length] += gradients[group];
            }
            return ChannelMoments.single(sums);
        }
    }
}
