package dev.dither.tensor;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Mean and biased variance of each channel of a batch of images, over examples and positions. The engine adds number by number;
 * here the planes of a channel are added onto each other, several numbers at a time.
 *
 * <p>Numerics: distances from the mean of a channel's first plane are added in single precision over sixteen planes, these sums in
 * double precision. A channel is one thread's work.
 *
 * @param count numbers of a channel
 * @param means their means
 * @param variances their biased variances
 */
record ChannelMoments(long count, double[] means, double[] variances) {
    /** Numbers that are worth waking a thread. */
    private static final int GRAIN = 1 << 16;

    /** Planes that are added in single precision. */
    private static final int ADDED = 16;

    /** Returns those of x [N, C, H, W], which lies in order in memory. */
    static ChannelMoments of(org.bytedeco.pytorch.Tensor x) {
        int examples = Math.toIntExact(x.size(0));
        int channels = Math.toIntExact(x.size(1));
        int area = Math.toIntExact(x.size(2) * x.size(3));
        FloatBuffer numbers = Tensor.floats(x);
        ChannelMoments moments = new ChannelMoments((long) examples * area, new double[channels], new double[channels]);
        Runs.each(channels, Math.max(1, GRAIN / (examples * area)), (start, length) -> {
            Sums sums = new Sums(new float[area], new float[area], new float[area]);
            for (int c = start; c < start + length; c++) {
                moments.find(c, sums, numbers);
            }
        });
        return moments;
    }

    private void find(int channel, Sums sums, FloatBuffer numbers) {
        int area = sums.plane.length;
        int examples = (int) (count / area);
        int channels = means.length;
        numbers.get(channel * area, sums.plane);
        float centre = (float) (Sums.total(sums.plane) / area);
        double distances = 0;
        double squares = 0;
        for (int first = 0; first < examples; first += ADDED) {
            sums.clear();
            for (int n = first; n < Math.min(examples, first + ADDED); n++) {
                numbers.get((n * channels + channel) * area, sums.plane);
                Sums.add(sums.plane, centre, sums.distances, sums.squares);
            }
            distances += Sums.total(sums.distances);
            squares += Sums.total(sums.squares);
        }
        double apart = distances / count;
        means[channel] = centre + apart;
        variances[channel] = Math.max(0, squares / count - apart * apart);
    }

    /** Returns the means as a tensor. */
    Tensor mean() {
        return single(means);
    }

    /** Returns the biased variances as a tensor. */
    Tensor variance() {
        return single(variances);
    }

    /** Returns 1 / √(variance + ε). */
    Tensor inverseRoot(double epsilon) {
        return single(Arrays.stream(variances)
                .map(variance -> 1 / Math.sqrt(variance + epsilon))
                .toArray());
    }

    /** Moves running values, in place, towards these; the variance that enters is the unbiased one. */
    void follow(Tensor mean, Tensor variance, double momentum) {
        mean.scaleAndAdd(1 - momentum, mean(), momentum);
        variance.scaleAndAdd(1 - momentum, variance(), momentum * count / (count - 1));
    }

    private static Tensor single(double[] numbers) {
        float[] rounded = new float[numbers.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) numbers[i];
        }
        return Tensor.of(rounded, Shape.of(rounded.length));
    }

    /**
     * What one thread adds up, for each position.
     *
     * @param plane the plane that is added
     * @param distances sums of distances
     * @param squares sums of their squares
     */
    private record Sums(float[] plane, float[] distances, float[] squares) {
        void clear() {
            Arrays.fill(distances, 0);
            Arrays.fill(squares, 0);
        }

        static double total(float[] numbers) {
            double total = 0;
            for (float number : numbers) {
                total += number;
            }
            return total;
        }

        static void add(float[] plane, float centre, float[] distances, float[] squares) {
            for (int i = 0; i < plane.length; i++) {
                float distance = plane[i] - centre;
                distances[i] += distance;
                squares[i] += distance * distance;
            }
        }
    }
}
