package dev.dither.continual;

import java.util.Optional;

/**
 * What is done against forgetting, beside the optimizer; nothing of it is fine-tuning.
 *
 * @param consolidation how parameters are held, or empty
 * @param replay which examples are seen again, or empty
 */
public record Strategy(Optional<Consolidation> consolidation, Optional<Replay> replay) {
    /** Each task is trained as if there had been no other. */
    public static final Strategy FINE_TUNING = new Strategy(Optional.empty(), Optional.empty());

    /** Returns this with parameters held. */
    public Strategy with(Consolidation other) {
        return new Strategy(Optional.of(other), replay);
    }

    /** Returns this with examples seen again. */
    public Strategy with(Replay other) {
        return new Strategy(consolidation, Optional.of(other));
    }
}
