package dev.dither.labels;

import dev.dither.predict.Predictive;

/**
 * How far a network has learned its wrong training labels by heart.
 *
 * <p>Units: fractions; not a number where there is nothing to count.
 *
 * @param memorized fraction of the examples with a wrong label for which that label is predicted
 * @param recovered fraction of the examples with a wrong label for which the true class is predicted all the same
 * @param clean fraction of the examples with a right label for which it is predicted
 */
public record Memorization(double memorized, double recovered, double clean) {
    /** Returns the fractions for predictions on the examples that have these labels. */
    public static Memorization of(Predictive training, NoisyLabels labels) {
        Transitions.require(
                training.size() == labels.size(),
                "memorization: expected predictions for " + labels.size() + " examples, got " + training.size());
        int[] given = labels.labels();
        int[] truth = labels.clean();
        int memorized = 0;
        int recovered = 0;
        int clean = 0;
        for (int i = 0; i < given.length; i++) {
            int predicted = training.predicted(i);
            boolean wrong = labels.flipped(i);
            memorized += wrong && predicted == given[i] ? 1 : 0;
            recovered += wrong && predicted == truth[i] ? 1 : 0;
            clean += !wrong && predicted == given[i] ? 1 : 0;
        }
        double wrong = labels.flipCount();
        return new Memorization(memorized / wrong, recovered / wrong, clean / (given.length - wrong));
    }
}
