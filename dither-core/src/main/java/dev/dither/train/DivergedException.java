package dev.dither.train;

/** Training whose loss is no longer a finite number. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A loss that is not finite.
     *
     * @param step number of the step, from 1
     * @param terms terms of the loss and their values
     */
    public DivergedException(long step, String terms) {
        super("loss is not finite at step " + step + ": " + terms + "; lower the learning rate or clip gradients");
    }
}
