package dev.dither.data;

import java.nio.file.Path;

/**
 * For each example of a set how likely people find each class: the shares of their answers.
 *
 * <p>Shapes: q is [N, C], each row a distribution.
 *
 * <p>Reference: for CIFAR-10H, Peterson, Battleday, Griffiths and Russakovsky, Human Uncertainty Makes Classification More
 * Robust, 2019.
 */
public final class SoftLabels {
    private static final int IMAGES = 10_000;
    private static final String COUNTS = "cifar10h-counts.npy";

    private final int classes;
    private final double[] shares;

    private SoftLabels(int classes, double[] shares) {
        this.classes = classes;
        this.shares = shares;
    }

    /**
     * Returns the shares of answers.
     *
     * @param answers [N][C], how many people gave an example a class; each example has an answer
     */
    public static SoftLabels of(double[][] answers) {
        int classes = answers.length == 0 ? 0 : answers[0].length;
        double[] flat = new double[answers.length * classes];
        for (int i = 0; i < answers.length; i++) {
            DataException.require(
                    answers[i].length == classes,
                    "answers: expected %s classes in row %s, got %s",
                    classes,
                    i,
                    answers[i].length);
            System.arraycopy(answers[i], 0, flat, i * classes, classes);
        }
        return of("answers", classes, flat);
    }

    private static SoftLabels of(String where, int classes, double[] answers) {
        double[] shares = new double[answers.length];
        for (int from = 0; from < answers.length; from += classes) {
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                boolean counted = 0 <= answers[from + c] && answers[from + c] < Double.POSITIVE_INFINITY;
                DataException.require(
                        counted,
                        "%s: answers must be >= 0, got %s in row %s",
                        where,
                        answers[from + c],
                        from / classes);
                sum += answers[from + c];
            }
            DataException.require(sum > 0, "%s: row %s has no answers", where, from / classes);
            for (int c = 0; c < classes; c++) {
                shares[from + c] = answers[from + c] / sum;
            }
        }
        return new SoftLabels(classes, shares);
    }

    /**
     * Returns CIFAR-10H, what about 51 people each said of the test images of CIFAR-10, in the order of these.
     *
     * @throws DataException if the file is not there or damaged
     */
    public static SoftLabels ofCifar10Test(Path dataDir) {
        Content file = KnownData.CIFAR_10H.content(dataDir, COUNTS);
        int classes = KnownData.CIFAR_10.classNames().size();
        return of(file.where(), classes, Npy.parse(file, IMAGES, classes).values());
    }

    /** Returns those of some examples of the set, by their {@linkplain Examples#row rows}. */
    public SoftLabels of(Examples examples) {
        double[] chosen = new double[examples.size() * classes];
        for (int i = 0; i < examples.size(); i++) {
            DataException.require(
                    examples.row(i) < size() && examples.classes() == classes,
                    "%s: %s classes and row %s, but there are soft labels of %s classes for %s rows",
                    examples.name(),
                    examples.classes(),
                    examples.row(i),
                    classes,
                    size());
            System.arraycopy(shares, examples.row(i) * classes, chosen, i * classes, classes);
        }
        return new SoftLabels(classes, chosen);
    }

    /** Returns the number of examples. */
    public int size() {
        return shares.length / classes;
    }

    /** Returns the number of classes. */
    public int classes() {
        return classes;
    }

    /** Returns the share of answers that gave an example a class. */
    public double share(int example, int label) {
        return shares[example * classes + label];
    }
}
