package dev.dither.optim;

/** Positive statements about settings, so that NaN fails them. */
final class Require {
    private Require() {}

    static void that(boolean holds, String message, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(message + value);
        }
    }

    static void rate(String rule, double rate) {
        that(
                rate > 0 && rate < Double.POSITIVE_INFINITY,
                rule + ".learningRate must be positive and finite, got ",
                rate);
    }

    static void weightDecay(String rule, double decay) {
        that(
                0 <= decay && decay < Double.POSITIVE_INFINITY,
                rule + ".weightDecay must be finite and >= 0, got ",
                decay);
    }
}
