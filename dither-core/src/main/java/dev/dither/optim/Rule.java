package dev.dither.optim;

/** An optimizer that treats all its parameters alike; what differs between them is the business of {@link Grouped}. */
public sealed interface Rule extends Optimizer permits Sgd, Adam, Adagrad {
    /** Returns the factor of weight decay. */
    double weightDecay();

    /** Returns this rule with another weight decay. */
    Rule withWeightDecay(double decay);
}
