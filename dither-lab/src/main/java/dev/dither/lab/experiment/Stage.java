package dev.dither.lab.experiment;

/**
 * One of the trainings of a cell. Most have one; a loss that needs an estimate of the noise has one before it, whose network
 * makes the estimate.
 *
 * @param number which, from 1
 * @param of how many there are
 */
public record Stage(int number, int of) {
    /** Checks. */
    public Stage {
        Require.that(1 <= number && number <= of, "stage must be in [1, " + of + "], got " + number);
    }

    /** Returns whether the network of this stage is the one that is evaluated. */
    public boolean last() {
        return number == of;
    }

    /** Returns the words of progress, {@code stage 1/2}, or nothing where there is one stage alone. */
    public String words() {
        return of == 1 ? "" : "stage " + number + "/" + of;
    }
}
