package dev.dither.nn;

/** Which mean and variance batch normalization uses. */
public enum StatisticsMode {
    /** Those of the batch; the running ones move towards them. */
    TRACKED,
    /** Those of the batch; the running ones stay as they are. */
    BATCH,
    /** The running ones, which stay as they are: each example is mapped by itself. */
    RUNNING
}
