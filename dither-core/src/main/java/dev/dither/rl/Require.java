package dev.dither.rl;

/** Positive statements about arguments, so that NaN fails them. */
final class Require {
    private Require() {}

    static void positive(String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(name + " must be positive, got " + value);
        }
    }

    static void that(boolean holds, String what, Object got) {
        if (!holds) {
            throw new IllegalArgumentException(what + ", got " + got);
        }
    }

    static void action(int action, int actions) {
        if (!(0 <= action && action < actions)) {
            throw new IllegalArgumentException("action must be between 0 and " + (actions - 1) + ", got " + action);
        }
    }
}
