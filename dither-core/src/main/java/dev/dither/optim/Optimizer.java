package dev.dither.optim;

import dev.dither.nn.Parameters;
import dev.dither.rng.RandomKey;

/** How parameters move against their gradient: a {@link Rule}, or a wrapper around another optimizer. */
public sealed interface Optimizer permits Rule, Grouped, Clipped, Decayed, Perturbed, NoisyUpdate, Sam, GhostBatches {
    /** Returns the empty memory for these parameters; the caller closes it. */
    OptimizerState init(Parameters parameters);

    /**
     * Takes one step.
     *
     * @param parameters those the memory was made for
     * @param rateFactor factor of the learning rate, from the schedule
     * @param key of this step, {@code root.child(Stream.UPDATE_NOISE).child(state.steps())} in training; drawn from by those that
     *     draw
     */
    void step(Parameters parameters, OptimizerState state, GradientOracle oracle, double rateFactor, RandomKey key);
}
