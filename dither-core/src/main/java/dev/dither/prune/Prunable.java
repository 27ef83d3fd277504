package dev.dither.prune;

/** What a pruning may remove. */
public enum Prunable {
    /** Outputs of hidden layers. */
    HIDDEN_UNITS,
    /**
     * Outputs of hidden layers and single features of flattened examples, which become {@link dev.dither.nn.Select}:
     * pixels in front of a first dense layer, positions of a channel behind convolutions.
     */
    HIDDEN_UNITS_AND_FEATURES
}
