package dev.dither.attack;

/** Positive statements about arguments, so that NaN fails them. */
final class Require {
    private Require() {}

    static void that(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    static void positive(String name, double value) {
        that(0 < value && value < Double.POSITIVE_INFINITY, name + " must be positive and finite, got " + value);
    }

    static void atLeastOne(String name, int value) {
        that(value >= 1, name + " must be at least 1, got " + value);
    }
}
