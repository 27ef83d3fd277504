package dev.dither.lab.key;

/** An experiment file that cannot be run: where, what was found, what was expected. */
public final class ExperimentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says it in one line. */
    public ExperimentException(String message) {
        super(message);
    }
}
