package dev.dither.optim;

/** An optimizer that treats all its parameters alike; what differs between them is the business of {@link Grouped}. */
public sealed interface Rule extends Optimizer permits Sgd, Adam, Adagrad {
    /** Returns the learning rate that the schedule's factors multiply. */
    double learningRate();

    /** Returns the factor of weight decay. */
    double weightDecay();

    /** Returns the factor by which parameters enter their gradient; 0 where weight decay is decoupled from it. */
    default double gradientDecay() {
        return weightDecay();
    }

    /** Returns this rule with another weight decay. */
    Rule withWeightDecay(double decay);
}
