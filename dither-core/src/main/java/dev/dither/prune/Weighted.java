package dev.dither.prune;

import dev.dither.nn.Conv;
import dev.dither.nn.Dense;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.ParallelDense;
import dev.dither.nn.StochasticConv;
import dev.dither.nn.StochasticDense;
import dev.dither.tensor.Shape;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * What layers with weights have in common: a row of weights for each unit, in one or two branches below each other.
 *
 * @param units number of outputs of a branch
 * @param window side of the window, 1 for dense layers
 * @param groups independent groups of inputs and outputs
 * @param branches what the rows are
 * @param biases summands of each branch
 * @param withUnits the same layer with another number of units; of a convolution in groups, with groups of the same size
 */
record Weighted(int units, int window, int groups, Branches branches, int biases, IntFunction<LayerSpec> withUnits) {
    /** What the rows of the weights are. */
    enum Branches {
        /** A row for each unit. */
        ONE,
        /** Two rows for each unit, whose outputs are added. */
        ADDED,
        /** Rows for the mean, then as many for the standard deviation, which inference by the mean leaves out. */
        MEAN_AND_STDDEV;

        /** Returns how many rows of a unit inference by the mean needs. */
        int computed() {
            return this == ADDED ? 2 : 1;
        }
    }

    /** Returns the view of a layer that has weights. */
    static Optional<Weighted> of(LayerSpec spec) {
        if (spec instanceof Dense dense) {
            int biases = dense.bias() == Conv.Bias.TRAINED ? dense.units() : 0;
            IntFunction<LayerSpec> resized = n -> new Dense(n, dense.init(), dense.bias());
            return Optional.of(new Weighted(dense.units(), 1, 1, Branches.ONE, biases, resized));
        }
        if (spec instanceof ParallelDense dense) {
            return dense(dense.units(), Branches.ADDED, n -> new ParallelDense(n, dense.init()));
        }
        if (spec instanceof StochasticDense dense) {
            return dense(dense.units(), Branches.MEAN_AND_STDDEV, dense::withUnits);
        }
        if (spec instanceof Conv conv) {
            return conv(conv, Branches.ONE, n -> resized(conv, n));
        }
        if (spec instanceof StochasticConv conv) {
            return conv(
                    conv.window(),
                    Branches.MEAN_AND_STDDEV,
                    n -> new StochasticConv(
                            resized(conv.window(), n), conv.initialRho(), conv.noise(), conv.normalization()));
        }
        return Optional.empty();
    }

    private static Optional<Weighted> dense(int units, Branches branches, IntFunction<LayerSpec> withUnits) {
        return Optional.of(new Weighted(units, 1, 1, branches, units, withUnits));
    }

    private static Optional<Weighted> conv(Conv conv, Branches branches, IntFunction<LayerSpec> withUnits) {
        int biases = conv.bias() == Conv.Bias.TRAINED ? conv.units() : 0;
        return Optional.of(new Weighted(conv.units(), conv.size(), conv.groups(), branches, biases, withUnits));
    }

    private static Conv resized(Conv conv, int units) {
        int groups = Math.max(1, units * conv.groups() / conv.units());
        return new Conv(units, conv.size(), conv.stride(), conv.padding(), groups, conv.init(), conv.bias());
    }

    /** Returns the weights that inference by the mean needs, between these shapes. */
    long weights(Shape before) {
        return branches.computed() * (long) units * window * window * (before.size(0) / groups);
    }

    /** Returns the multiplications by these weights for one example: each is used once at each position. */
    long multiplications(Shape before, Shape after) {
        return weights(before) * (after.elements() / units);
    }
}
