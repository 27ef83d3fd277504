package dev.dither.lab.experiment;

import dev.dither.lab.run.RunException;
import dev.dither.lab.run.SafeTensors;
import dev.dither.nn.Network;
import dev.dither.prune.Ledger;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a pruning stands: a model file of what is left, with the removals until then in its metadata.
 *
 * @param ledger the removals
 * @param certified largest change of a logit by the removal of dead units, 0 where there were none
 */
record PruningState(Ledger ledger, double certified) {
    private static final String LEDGER = "ledger";
    private static final String CERTIFIED = "certificateDifference";

    /** Returns the bytes of the file. */
    byte[] bytes(Trained trained, Network left) {
        return trained.model(
                left, Map.of(LEDGER, String.join("\n", ledger.toCsv()), CERTIFIED, String.valueOf(certified)));
    }

    /**
     * Reads the state; the network in the same file is read as any model.
     *
     * @throws RunException in one line, if the file is damaged
     */
    static PruningState read(Path path) {
        String advice = "delete it and resume again: the pruning of that cell then starts over";
        Map<String, String> metadata = SafeTensors.read(path, advice).metadata();
        try {
            return new PruningState(
                    Ledger.parse(metadata.getOrDefault(LEDGER, "").lines().toList()),
                    Double.parseDouble(metadata.getOrDefault(CERTIFIED, "")));
        } catch (IllegalArgumentException e) {
            throw new RunException(path + ": no state of a pruning: " + e.getMessage() + "; " + advice, e);
        }
    }
}
