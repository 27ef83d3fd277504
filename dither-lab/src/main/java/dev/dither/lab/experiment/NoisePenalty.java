package dev.dither.lab.experiment;

import dev.dither.objective.InformationBottleneck;
import dev.dither.objective.MaxEntropy;
import dev.dither.objective.Penalty;

/** What a method asks of the noise of its stochastic layers. */
public enum NoisePenalty {
    /** {@link MaxEntropy}: no less of it than the margin. */
    MAX_ENTROPY {
        @Override
        Penalty of(Method method) {
            return new MaxEntropy(method.aggregation(), method.coefficient(), method.margin(), method.layers());
        }
    },
    /** {@link InformationBottleneck}: codes near a standard normal; margin, aggregation and layers do not matter. */
    INFORMATION_BOTTLENECK {
        @Override
        Penalty of(Method method) {
            return new InformationBottleneck(method.coefficient());
        }
    };

    abstract Penalty of(Method method);
}
