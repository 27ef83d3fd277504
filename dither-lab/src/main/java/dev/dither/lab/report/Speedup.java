package dev.dither.lab.report;

import java.util.Locale;
import java.util.Optional;

/**
 * Multiplications that a pruning saved, and time.
 *
 * @param flopsLeft what is left of the multiplications, 1 for all
 * @param timeLeft what is left of the time of a prediction
 */
public record Speedup(double flopsLeft, double timeLeft) {
    /** Where less than this part of the saving in multiplications is one in time, it is worth a sentence. */
    private static final double HALF = 0.5;

    /**
     * Returns a sentence where multiplications have not become time, empty where they have.
     *
     * @param batch number of examples in a prediction
     */
    public Optional<String> doubt(int batch) {
        boolean kept = 1 - timeLeft >= HALF * (1 - flopsLeft);
        return kept
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "Multiplications did not become time in batches of %d: %.1f %% of the multiplications are left,"
                                + " and %.0f %% of the time.",
                        batch,
                        100 * flopsLeft,
                        100 * timeLeft));
    }
}
