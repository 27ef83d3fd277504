package dev.dither.predict;

/** How a stochastic network predicts. */
public sealed interface Inference {
    /** One pass with every noise site at its mean. */
    record Mean() implements Inference {}

    /**
     * The average of the probabilities of several noisy passes; dropout is noise, so it drops.
     *
     * @param count number of passes
     */
    record Draws(int count) implements Inference {
        /** Checks. */
        public Draws {
            if (!(count >= 1)) {
                throw new IllegalArgumentException("draws must be at least 1, got " + count);
            }
        }
    }

    /**
     * For each example, noisy passes until the standard error of its largest averaged probability falls to a tolerance.
     *
     * <p>Numerics: a standard error of few draws says little, and stopping at the first that happens to be small would favor
     * lucky ones; so at least 10 are made, or {@code atMost} if that is less.
     *
     * @param tolerance standard error at which an example needs no more
     * @param atMost number of passes after which to stop anyway
     */
    record UntilSure(double tolerance, int atMost) implements Inference {
        /** Checks. */
        public UntilSure {
            if (!(tolerance > 0)) {
                throw new IllegalArgumentException("until-sure needs a positive tolerance, got " + tolerance);
            }
            if (!(atMost >= 2)) {
                throw new IllegalArgumentException("until-sure needs at least 2 draws at most, got " + atMost);
            }
        }
    }

    /** Returns the mode written as {@code mean}, {@code draws:20} or {@code until-sure:0.01}. */
    static Inference parse(String text) {
        String[] parts = text.split(":", 2);
        try {
            return switch (parts[0]) {
                case "mean" -> new Mean();
                case "draws" -> new Draws(Integer.parseInt(parts[1]));
                case "until-sure" -> new UntilSure(Double.parseDouble(parts[1]), 1000);
                default -> throw new NumberFormatException();
            };
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    "inference mode must be mean, draws:N or until-sure:TOLERANCE, got " + text, e);
        }
    }
}
