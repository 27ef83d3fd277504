package dev.dither.lab.experiment;

import dev.dither.optim.Adagrad;
import dev.dither.optim.Adam;
import dev.dither.optim.Rule;
import dev.dither.optim.Sgd;

/** Rules that move the parameters, with the settings of their papers but for learning rate and weight decay. */
public enum UpdateRule {
    /** Adam. */
    ADAM {
        @Override
        Rule at(double learningRate, double weightDecay) {
            return Adam.DEFAULT.withLearningRate(learningRate).withWeightDecay(weightDecay);
        }
    },
    /** Adagrad. */
    ADAGRAD {
        @Override
        Rule at(double learningRate, double weightDecay) {
            return Adagrad.DEFAULT.withLearningRate(learningRate).withWeightDecay(weightDecay);
        }
    },
    /** Gradient descent with momentum 0.9. */
    SGD {
        @Override
        Rule at(double learningRate, double weightDecay) {
            return Sgd.of(learningRate, 0.9).withWeightDecay(weightDecay);
        }
    };

    abstract Rule at(double learningRate, double weightDecay);
}
