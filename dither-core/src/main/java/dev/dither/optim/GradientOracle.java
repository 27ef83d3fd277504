package dev.dither.optim;

import dev.dither.nn.Parameters;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.function.BiFunction;

/** Computes the gradient at the values the parameters have now. */
@FunctionalInterface
public interface GradientOracle {
    /** Returns one gradient for each parameter, in their order. */
    List<Tensor> gradient(Parameters parameters);

    /**
     * Returns oracles of disjoint parts of the batch, in equal shares as far as its size allows, each with noise of its own. An
     * oracle that knows of no examples is its only part.
     *
     * @param count how many; fewer where there are fewer examples
     */
    default List<Part> parts(int count) {
        return List.of(new Part(1, this));
    }

    /** Returns an oracle that asks this one in some way, and each part of it in the same way. */
    default GradientOracle through(BiFunction<GradientOracle, Parameters, List<Tensor>> way) {
        GradientOracle asked = this;
        return new GradientOracle() {
            @Override
            public List<Tensor> gradient(Parameters parameters) {
                return way.apply(asked, parameters);
            }

            @Override
            public List<Part> parts(int count) {
                return asked.parts(count).stream()
                        .map(part -> new Part(part.share(), part.oracle().through(way)))
                        .toList();
            }
        };
    }

    /**
     * A part of a batch.
     *
     * @param share of the examples
     * @param oracle gradient of its loss alone
     */
    record Part(double share, GradientOracle oracle) {}
}
