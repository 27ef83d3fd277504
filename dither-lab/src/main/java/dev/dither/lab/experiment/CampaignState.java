package dev.dither.lab.experiment;

import java.util.List;

/**
 * How far the attacks on a cell are.
 *
 * @param parts parts done
 * @param strikes what they found
 */
record CampaignState(int parts, List<Strike> strikes) {
    CampaignState {
        strikes = List.copyOf(strikes);
    }

    /** Returns what the bench kept, the beginning where that is nothing. */
    static CampaignState read(Bench bench) {
        return bench.state(CampaignState.class).orElseGet(() -> new CampaignState(0, List.of()));
    }
}
