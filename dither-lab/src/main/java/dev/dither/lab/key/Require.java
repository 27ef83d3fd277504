package dev.dither.lab.key;

/** What the records of an experiment file check. */
public final class Require {
    private Require() {}

    /** Throws an {@link IllegalArgumentException} of this one line where it does not hold. */
    public static void that(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
