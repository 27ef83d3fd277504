package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;

/** Distribution of initial weights; biases start at zero, or as their layer says. */
public enum Init {
    /** N(0, 1 / fan-in), the recipe of the label-noise experiments. */
    FAN_IN_NORMAL {
        @Override
        Tensor weights(RandomKey key, Shape shape, long fanIn) {
            return Tensor.normal(key, shape).times(Math.sqrt(1.0 / fanIn));
        }
    },
    /** N(0, 2 / fan-in), He et al. 2015. */
    HE_NORMAL {
        @Override
        Tensor weights(RandomKey key, Shape shape, long fanIn) {
            return Tensor.normal(key, shape).times(Math.sqrt(2.0 / fanIn));
        }
    },
    /** Uniform on ±1 / √fan-in, PyTorch's default for dense and convolutional layers. */
    FAN_IN_UNIFORM {
        @Override
        Tensor weights(RandomKey key, Shape shape, long fanIn) {
            return Tensor.uniform(key, shape).times(2).plus(-1).times(1 / Math.sqrt((double) fanIn));
        }
    };

    abstract Tensor weights(RandomKey key, Shape shape, long fanIn);
}
