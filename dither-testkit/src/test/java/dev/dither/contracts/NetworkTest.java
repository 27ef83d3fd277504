package dev.dither.contracts;

import dev.dither.nn.Activation;
import dev.dither.nn.Conv;
import dev.dither.nn.Dense;
import dev.dither.nn.Flatten;
import dev.dither.nn.Layer;
import dev.dither.nn.MaxPool;
import dev.dither.nn.Network;
import dev.dither.nn.StochasticDense;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.testkit.LayerContract;
import java.util.List;

/** A network is a layer too. */
class NetworkTest implements LayerContract {
    @Override
    public Layer build(RandomKey key) {
        return Network.build(
                input(),
                List.of(
                        Conv.of(2, 3),
                        Activation.TANH,
                        new MaxPool(2, 2),
                        new Flatten(),
                        StochasticDense.of(4, -1),
                        Dense.of(3)),
                key);
    }

    @Override
    public Shape input() {
        return Shape.of(1, 6, 6);
    }

    @Override
    public Shape output() {
        return Shape.of(3);
    }

    @Override
    public Noise noise() {
        return Noise.DRAWN;
    }
}
