package dev.dither.prune;

import dev.dither.nn.Network;

/**
 * Result of a pruning.
 *
 * @param network what is left; the caller closes it
 * @param ledger every removal that led to it
 * @param ending why the pruning ended
 */
public record Pruned(Network network, Ledger ledger, Ending ending) {
    /** Why a pruning ended. */
    public enum Ending {
        /** Every goal is reached. */
        GOALS_REACHED,
        /** One more removal broke a limit; the network is the last one that was seen to be within. */
        LIMIT_BROKEN,
        /** No layer has a unit left that may go. */
        NOTHING_LEFT
    }
}
