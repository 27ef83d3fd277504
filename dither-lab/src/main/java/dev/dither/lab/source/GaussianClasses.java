package dev.dither.lab.source;

import dev.dither.data.Examples;
import dev.dither.lab.key.Default;
import dev.dither.lab.key.Require;
import dev.dither.rng.RandomKey;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Points drawn for the experiment: each class is a Gaussian of unit covariance. They are the same whatever the seed, so that
 * every repetition is trained and judged on the same points.
 *
 * @param gaussians mean of each class
 * @param each training points of each class, those of validation included
 * @param testEach test points of each class
 */
record GaussianClasses(
        List<List<Double>> gaussians,
        @Default("500") int each,
        @Default("500") int testEach) implements DataSource {
    private static final RandomKey KEY = RandomKey.root(0).child("gaussians");

    /** Copies and checks. */
    GaussianClasses {
        gaussians = gaussians.stream().map(List::copyOf).toList();
        Require.that(gaussians.size() >= 2, "gaussians must have at least two means, got " + gaussians);
        int size = gaussians.get(0).size();
        Require.that(
                size >= 1 && gaussians.stream().allMatch(mean -> mean.size() == size),
                "gaussians must have means of one size, got " + gaussians);
        Require.that(
                gaussians.stream().allMatch(mean -> mean.stream().allMatch(Double::isFinite)),
                "gaussians must have finite means, got " + gaussians);
        Require.that(
                each >= 2 && testEach >= 1,
                "each must be at least 2 and testEach at least 1, got " + each + " and " + testEach);
    }

    @Override
    public String name() {
        return gaussians.size() + " Gaussians";
    }

    @Override
    public LoadedData load(Path dataDir) {
        return LoadedData.of(drawn(each, KEY.child("train")), drawn(testEach, KEY.child("test")), names());
    }

    /** A class is called by its mean, {@code (3, 10)}. */
    private List<String> names() {
        return gaussians.stream()
                .map(mean -> mean.stream().map(GaussianClasses::text).collect(Collectors.joining(", ", "(", ")")))
                .toList();
    }

    private static String text(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }

    /** Classes take turns, so that the first points are of all of them. */
    private Examples drawn(int points, RandomKey key) {
        int size = gaussians.get(0).size();
        int classes = gaussians.size();
        float[] features = new float[points * classes * size];
        key.fillNormal(features);
        int[] labels = new int[points * classes];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % classes;
            for (int k = 0; k < size; k++) {
                features[i * size + k] += gaussians.get(labels[i]).get(k).floatValue();
            }
        }
        return Examples.ofFloats(name(), new int[] {size}, features, labels, classes);
    }

    @Override
    public String noneElsewhere(String where) {
        return "the network was trained on points drawn for its experiment, " + where + " has none; leave --data out";
    }
}
