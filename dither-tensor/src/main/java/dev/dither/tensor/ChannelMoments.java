package dev.dither.tensor;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Mean and biased variance of each channel of each draw of a batch of images, over examples and positions. The engine adds number by
 * number; here the planes of a channel are added onto each other, several numbers at a time.
 *
 * <p>Numerics: distances from the mean of a group's first plane are added as {@link PlaneSums} says.
 *
 * @param planes where the numbers lie
 * @param means means of the groups
 * @param variances their biased variances
 */
record ChannelMoments(Planes planes, double[] means, double[] variances) {
    /** Who sees the planes as they are read; belongs to one thread. */
    @FunctionalInterface
    interface Visitor {
        /** Sees the plane of an example of a group, and may write into it. */
        void see(int group, int example, float[] plane);
    }

    /**
     * Returns those of x, which lies in order in memory.
     *
     * @param visitors gives one for each thread
     */
    static ChannelMoments of(Planes planes, FloatBuffer x, Supplier<Visitor> visitors) {
        int groups = planes.groups();
        ChannelMoments moments = new ChannelMoments(planes, new double[groups], new double[groups]);
        planes.each((from, count) -> moments.find(from, count, x, visitors.get()));
        return moments;
    }

    private void find(int from, int count, FloatBuffer x, Visitor visitor) {
        float[] plane = new float[planes.area()];
        float[] centres = new float[count];
        PlaneSums[] sums = PlaneSums.begun(count, plane.length);
        for (int n = 0; n < planes.examples(); n++) {
            for (int i = 0; i < count; i++) {
                x.get(planes.start(from + i, n), plane);
                if (n == 0) {
                    centres[i] = (float) (PlaneSums.total(plane) / plane.length);
                }
                sums[i].addSquares(plane, centres[i]);
                visitor.see(from + i, n, plane);
            }
        }
        for (int i = 0; i < count; i++) {
            double apart = sums[i].first() / planes.count();
            means[from + i] = centres[i] + apart;
            variances[from + i] = Math.max(0, sums[i].second() / planes.count() - apart * apart);
        }
    }

    /** Moves running values, in place, towards those of each draw, one after the other; the variance that enters is the unbiased one. */
    void follow(Tensor mean, Tensor variance, double momentum) {
        double unbiased = (double) planes.count() / (planes.count() - 1);
        for (int draw = 0; draw < planes.draws(); draw++) {
            mean.scaleAndAdd(1 - momentum, ofDraw(means, draw), momentum);
            variance.scaleAndAdd(1 - momentum, ofDraw(variances, draw), momentum * unbiased);
        }
    }

    private Tensor ofDraw(double[] numbers, int draw) {
        int channels = planes.channels();
        return single(Arrays.copyOfRange(numbers, draw * channels, (draw + 1) * channels));
    }

    /** Returns numbers in single precision. */
    static Tensor single(double[] numbers) {
        float[] rounded = new float[numbers.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) numbers[i];
        }
        return Tensor.of(rounded, Shape.of(rounded.length));
    }
}
