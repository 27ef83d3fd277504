package dev.dither.prune;

import dev.dither.nn.Network;

/** How long a prediction takes; the only judge of a network that depends on the machine. */
@FunctionalInterface
public interface Latency {
    /** Returns the seconds of a prediction by the mean. */
    double seconds(Network network);
}
