package dev.dither.nn;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;

/**
 * Description of a layer: a value, from which layers are built. Sealed, since experiments are read into it; a layer of
 * one's own implements {@link Layer}.
 */
public sealed interface LayerSpec
        permits Dense,
                ParallelDense,
                Conv,
                MaxPool,
                AveragePool,
                GlobalAveragePool,
                Flatten,
                Select,
                Activation,
                BatchNorm,
                Residual,
                Dropout,
                StochasticDense,
                StochasticConv,
                ZeroMeanDense,
                ZeroMeanConv,
                NoisyDense,
                PerturbedDense,
                VariationalDense,
                VariationalConv,
                DropConnectDense,
                DropConnectConv,
                TextEncoder,
                VisualQuestion,
                CaptionDecoder {
    /**
     * Returns the shape of one example behind this layer.
     *
     * @param x shape of one example before it
     * @throws dev.dither.tensor.ShapeException if the layer cannot take it
     */
    Shape outputShape(Shape x);

    /** Returns whether passes that sample noise draw in this layer. */
    default boolean noisy() {
        return false;
    }

    /** Returns a layer with initial values drawn from {@code key}. */
    Layer build(Shape x, RandomKey key);
}
