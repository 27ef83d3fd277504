package dev.dither.train;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything a run needs to go on bit by bit: generators have no state, so the number of the epoch is enough for them.
 */
public final class Checkpoint {
    private final int epoch;
    private final long steps;
    private final Map<String, float[]> parameters;
    private final Map<String, float[]> buffers;
    private final Map<String, float[]> optimizer;

    /** Holds the values after {@code epoch} epochs and {@code steps} steps. */
    public Checkpoint(
            int epoch,
            long steps,
            Map<String, float[]> parameters,
            Map<String, float[]> buffers,
            Map<String, float[]> optimizer) {
        this.epoch = epoch;
        this.steps = steps;
        this.parameters = new LinkedHashMap<>(parameters);
        this.buffers = new LinkedHashMap<>(buffers);
        this.optimizer = new LinkedHashMap<>(optimizer);
    }

    /** Returns the number of finished epochs. */
    public int epoch() {
        return epoch;
    }

    /** Returns the number of steps taken. */
    public long steps() {
        return steps;
    }

    /** Returns the parameters by name. */
    public Map<String, float[]> parameters() {
        return parameters;
    }

    /** Returns the tracked statistics by name. */
    public Map<String, float[]> buffers() {
        return buffers;
    }

    /** Returns the optimizer's memory by name. */
    public Map<String, float[]> optimizer() {
        return optimizer;
    }
}
