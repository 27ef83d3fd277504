package dev.dither.data;

import java.util.List;
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
            scale(values, i * width);
        }
        int[] shape = examples.exampleShape();
        return Examples.ofFloats(examples.name(), shape, values, examples.labels(), examples.classes());
    }

    private void scale(float[] values, int offset) {
        for (int j = 0; j < mean.size(); j++) {
            double spread = stddev.get(j) > 0 ? stddev.get(j) : 1;
            values[offset + j] = (float) ((values[offset + j] - mean.get(j)) / spread);
        }
    }

    /** Returns both parts under the standardization of the training part. */
    public static DataSet fitAndApply(DataSet data) {
        Standardization fitted = fit(data.train());
        return new DataSet(fitted.apply(data.train()), fitted.apply(data.test()));
    }
}
