package dev.dither.data;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;

/**
 * Shift and scale that give every feature mean 0 and standard deviation 1 on the set they were fitted on.
 *
 * <p>Formula: (x − mean) / stddev for each feature; a feature that is constant on the fitted set is only shifted.
 * <p>Units: mean and stddev are those of the feature; stddev divides by n, not n−1.
 *
 * @param mean mean of each feature
 * @param stddev standard deviation of each feature, 0 where it is constant
 */
public record Standardization(List<Double> mean, List<Double> stddev) {
    /** Checks that both lists are of one length and that every value is finite, none of stddev negative. */
    public Standardization {
        mean = List.copyOf(mean);
        stddev = List.copyOf(stddev);
        DataException.require(
                mean.size() == stddev.size(),
                "standardization: %s means but %s standard deviations; give one of each a feature",
                mean.size(),
                stddev.size());
        boolean valid =
                mean.stream().allMatch(Double::isFinite) && stddev.stream().allMatch(s -> 0 <= s && Double.isFinite(s));
        DataException.require(
                valid, "standardization: means must be finite, standard deviations finite and not negative");
    }

    /** Returns the standardization of {@code train}, which must have an example. */
    public static Standardization fit(Examples train) {
        DataException.require(train.size() > 0, "%s: no examples to fit a standardization on", train.name());
        double[] mean = new double[train.featureCount()];
        double[] square = new double[train.featureCount()];
        for (int i = 0; i < train.size(); i++) {
            accumulate(train.features(i), mean, square, i + 1);
        }
        return new Standardization(
                IntStream.range(0, mean.length).mapToObj(j -> mean[j]).toList(),
                IntStream.range(0, mean.length)
                        .mapToObj(j -> Math.sqrt(square[j] / train.size()))
                        .toList());
    }

    /**
     * Returns the standardization that treats all positions of a channel alike.
     *
     * @param mean taken off each channel
     * @param stddev what each channel is divided by, positive
     * @param shape sizes of an image, [C, H, W]
     */
    public static Standardization ofChannels(List<Double> mean, List<Double> stddev, int[] shape) {
        DataException.require(
                shape.length == 3 && mean.size() == shape[0] && stddev.size() == shape[0],
                "standardization: %s means and %s standard deviations of channels, but examples are of shape %s;"
                        + " give one of each a channel",
                mean.size(),
                stddev.size(),
                Arrays.toString(shape));
        DataException.require(
                stddev.stream().allMatch(s -> s > 0), "standardization: stddev must be positive, got %s", stddev);
        return new Standardization(ofPositions(mean, shape), ofPositions(stddev, shape));
    }

    private static List<Double> ofPositions(List<Double> channels, int[] shape) {
        return channels.stream()
                .flatMap(channel -> Collections.nCopies(shape[1] * shape[2], channel).stream())
                .toList();
    }

    // Welford's update: the sum of squares about the mean, without the cancellation of Σx² − n·mean².
    private static void accumulate(float[] row, double[] mean, double[] square, int count) {
        for (int j = 0; j < row.length; j++) {
            double delta = row[j] - mean[j];
            mean[j] += delta / count;
            square[j] += delta * (row[j] - mean[j]);
        }
    }

    /** Returns {@code examples} shifted and scaled. */
    public Examples apply(Examples examples) {
        return changed(examples, this::scale);
    }

    /** Returns examples as they were before {@link #apply}, up to rounding. */
    public Examples undo(Examples examples) {
        return changed(examples, this::unscale);
    }

    private Examples changed(Examples examples, ObjIntConsumer<float[]> change) {
        int width = examples.featureCount();
        DataException.require(
                width == mean.size(),
                "%s: %s features, expected the %s the standardization was fitted on",
                examples.name(),
                width,
                mean.size());
        float[] values = new float[Math.multiplyExact(examples.size(), width)];
        for (int i = 0; i < examples.size(); i++) {
            examples.copyFeatures(i, values, i * width);
            change.accept(values, i * width);
        }
        int[] shape = examples.exampleShape();
        return Examples.ofFloats(examples.name(), shape, values, examples.labels(), examples.classes());
    }

    private void scale(float[] values, int offset) {
        for (int j = 0; j < mean.size(); j++) {
            values[offset + j] = (float) ((values[offset + j] - mean.get(j)) / spread(j));
        }
    }

    private void unscale(float[] values, int offset) {
        for (int j = 0; j < mean.size(); j++) {
            values[offset + j] = (float) (values[offset + j] * spread(j) + mean.get(j));
        }
    }

    private double spread(int feature) {
        return stddev.get(feature) > 0 ? stddev.get(feature) : 1;
    }

    /** Returns both parts under the standardization of the training part. */
    public static DataSet fitAndApply(DataSet data) {
        Standardization fitted = fit(data.train());
        return new DataSet(fitted.apply(data.train()), fitted.apply(data.test()));
    }
}
