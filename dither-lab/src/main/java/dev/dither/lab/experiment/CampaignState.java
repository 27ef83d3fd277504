package dev.dither.lab.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dither.lab.run.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How far the attacks on a cell are.
 *
 * @param parts parts done
 * @param strikes what they found
 */
record CampaignState(int parts, List<Strike> strikes) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    CampaignState {
        strikes = List.copyOf(strikes);
    }

    /** Returns what the bench kept, the beginning where that is nothing. */
    static CampaignState read(Bench bench) {
        Optional<Path> kept = bench.state();
        if (kept.isEmpty()) {
            return new CampaignState(0, List.of());
        }
        try {
            return JSON.readValue(Files.readAllBytes(kept.get()), CampaignState.class);
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
