package dev.dither.lab.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dither.lab.run.RunException;
import dev.dither.predict.NoisyWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a network under noise so far.
 *
 * @param found for each scale that is done
 */
record VariabilityState(List<AtScale> found) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

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
        Optional<Path> kept = bench.state();
        if (kept.isEmpty()) {
            return new VariabilityState(List.of());
        }
        try {
            return JSON.readValue(Files.readAllBytes(kept.get()), VariabilityState.class);
        } catch (IOException e) {
            throw new RunException(
                    kept.get() + ": no state of this version; delete it and resume again: that evaluation starts over",
                    e);
        }
    }

    void keep(Bench bench) {
        try {
            bench.keep(JSON.writeValueAsBytes(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("state of an evaluation could not be written", e);
        }
    }
}
