package dev.dither.objective;

import dev.dither.nn.Network;
import dev.dither.nn.Pass;

/** What training minimizes; it gets the network rather than logits, since some objectives need several passes. */
public interface Objective {
    /** Returns the loss of a batch. */
    Loss loss(Network network, Batch batch, Pass pass);
}
