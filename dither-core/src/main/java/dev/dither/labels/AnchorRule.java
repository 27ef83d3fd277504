package dev.dither.labels;

import java.util.Arrays;

/** Which example stands for a class when its row of a {@link TransitionMatrix} is read from predictions. */
public sealed interface AnchorRule {
    /** The rule of the original for ten classes: largest below the 97th percentile, on a copy. */
    AnchorRule PATRINI = new BelowPercentile(97, Discarding.ON_A_COPY);

    /** The example with the largest probability of the class; for many classes. */
    record Maximum() implements AnchorRule {}

    /**
     * The example with the largest probability of the class among those below a percentile of it; the few above it may be
     * errors.
     *
     * <p>Numerics: of the two values around the percentile the higher one is it.
     *
     * @param percentile in [0, 100]
     * @param discarding what discarding leaves behind
     */
    record BelowPercentile(double percentile, Discarding discarding) implements AnchorRule {
        /** Checks. */
        public BelowPercentile {
            Transitions.require(
                    0 <= percentile && percentile <= 100, "anchors: percentile must be in [0, 100], got " + percentile);
        }

        /** Returns the smallest probability that is discarded. */
        double limit(double[] probabilities) {
            double[] sorted = probabilities.clone();
            Arrays.sort(sorted);
            return sorted[(int) Math.ceil((sorted.length - 1) * (percentile / 100))];
        }
    }

    /** What discarding a probability of one class does to the rows of the others. */
    enum Discarding {
        /** Nothing. */
        ON_A_COPY,
        /**
         * It is zero from then on, also where the same example stands for a later class; at the end each row is divided
         * by its sum. So it is in the original's code, apparently by mistake: for comparison with its figures only.
         */
        IN_PLACE_RENORMALIZED
    }
}
