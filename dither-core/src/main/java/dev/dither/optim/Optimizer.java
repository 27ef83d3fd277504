package dev.dither.optim;

import dev.dither.nn.Parameters;

/** A rule that moves parameters against their gradient. */
public sealed interface Optimizer permits Sgd, Adam {
    /** Returns the empty memory for these parameters; the caller closes it. */
    OptimizerState init(Parameters parameters);

    /**
     * Takes one step.
     *
     * @param rateFactor factor of the learning rate, from the schedule
     */
    void step(Parameters parameters, OptimizerState state, GradientOracle oracle, double rateFactor);
}
