package dev.dither.continual;

/** Positive statements about arguments, so that NaN fails them. */
final class Require {
    private Require() {}

    static void that(boolean holds, String what, Object got) {
        if (!holds) {
            throw new IllegalArgumentException(what + ", got " + got);
        }
    }

    static void atLeast(int least, String name, int value) {
        that(value >= least, name + " must be at least " + least, value);
    }
}
