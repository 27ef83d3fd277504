package dev.dither.lab.experiment;

/**
 * What a step of training costs.
 *
 * @param seconds how long it takes
 * @param bytes memory of parameters, their gradients, the optimizer and the activations of a batch
 */
record StepCost(double seconds, long bytes) {
    private static final int NUMBER = Float.BYTES;

    /**
     * Returns the cost of a step.
     *
     * <p>Formula: each parameter is there with its gradient, each activation with its gradient too.
     *
     * @param memory numbers that the optimizer keeps
     */
    static StepCost of(Footprint network, int batchSize, long memory, double seconds) {
        long numbers = 2 * network.parameters() + memory + 2 * network.activations() * batchSize;
        return new StepCost(seconds, NUMBER * numbers);
    }
}
