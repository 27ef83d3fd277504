package dev.dither.lab.experiment;

import dev.dither.predict.NoisyWeights;
import java.util.List;

/**
 * What is known of a network under noise so far.
 *
 * @param found for each scale that is done
 */
record VariabilityState(List<AtScale> found) {
    VariabilityState {
        found = List.copyOf(found);
    }

    /**
     * At one scale.
     *
     * @param tested on the test examples
     * @param fitted on examples trained on
     */
    record AtScale(NoisyWeights tested, NoisyWeights fitted) {}

    /** Returns what the bench kept, the beginning where that is nothing. */
    static VariabilityState read(Bench bench) {
        return bench.state(VariabilityState.class).orElseGet(() -> new VariabilityState(List.of()));
    }
}
