package dev.dither.prune;

import dev.dither.nn.Network;

/** What happened in a pruning. */
public sealed interface PruningEvent {
    /**
     * All dead units went at once.
     *
     * @param units how many
     * @param certificate that nothing else changed
     * @param after the network without them
     */
    record DeadRemoved(int units, Certificate certificate, Ledger.Standing after) implements PruningEvent {}

    /**
     * A unit went and the rest was fine-tuned.
     *
     * @param removal what went and what is left
     */
    record UnitRemoved(Ledger.Removal removal) implements PruningEvent {}

    /**
     * A network within all limits, from which a pruning can be resumed.
     *
     * @param ledger all removals so far
     * @param network what is left; closed by the pruning, so what is to be kept is copied now
     */
    record Resumable(Ledger ledger, Network network) implements PruningEvent {}
}
