package dev.dither.objective;

import dev.dither.nn.Network;
import dev.dither.nn.Pass;

/** What training minimizes; it gets the network rather than logits, since some objectives need several passes. */
public interface Objective {
    /** Returns the loss of a batch. */
    Loss loss(Network network, Batch batch, Pass pass);

    /**
     * Returns what is minimized at one step of training: this, unless a term follows a schedule. An objective around another
     * one asks it, too.
     *
     * @param step steps taken before this one, from 0
     * @param total steps of the whole training
     */
    default Objective at(long step, long total) {
        return this;
    }
}
