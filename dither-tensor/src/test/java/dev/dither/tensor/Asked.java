package dev.dither.tensor;

import dev.dither.rng.RandomKey;
import java.util.List;
import java.util.function.Function;

/** What is asked of a {@link Draw}: a scalar of which each output may have a part. */
enum Asked {
    VALUE(draw -> weighted(draw.value())),
    LOGARITHM(draw -> weighted(draw.logStddev().tanh())),
    MEAN(draw -> weighted(draw.mean().square())),
    HINGE(draw -> draw.logStddev().meanShortfall(0.5, 0).times(100)),
    CHANNELS(draw -> draw.logStddev().meanShortfall(0.5, 0, 2, 3).times(100)),
    ALL(draw -> VALUE.of(draw).plus(LOGARITHM.of(draw)).plus(MEAN.of(draw)));

    private final Function<Draw, Tensor> scalar;

    Asked(Function<Draw, Tensor> scalar) {
        this.scalar = scalar;
    }

    private static Tensor weighted(Tensor output) {
        return output.times(Tensor.normal(RandomKey.root(7), output.shape()).like(output))
                .sum();
    }

    /** Returns the scalar. */
    Tensor of(Draw draw) {
        return scalar.apply(draw);
    }

    /** Returns the gradient of the scalar by each of these. */
    List<double[]> slopes(Draw draw, List<Tensor> variables) {
        return Gradients.of(of(draw), variables).stream().map(Tensor::toDoubles).toList();
    }
}
