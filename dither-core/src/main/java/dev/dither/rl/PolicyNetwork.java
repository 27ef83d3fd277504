package dev.dither.rl;

import dev.dither.nn.Activation;
import dev.dither.nn.Dense;
import dev.dither.nn.Init;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import java.util.List;

/**
 * The network of a policy: from an observation over two hidden layers to a logit for each action.
 *
 * <p>Numerics: deterministic weights start uniform on ±1 / √fan-in, their biases at 0.
 *
 * @param kind what is random in the second hidden layer
 * @param width units of each hidden layer
 * @param activation nonlinearity behind both
 */
public record PolicyNetwork(PolicyKind kind, int width, Activation activation) {
    /** Checks. */
    public PolicyNetwork {
        Require.positive("policy-network.width", width);
    }

    /** Returns the published network, two hidden layers of 256 units, with ReLU. */
    public static PolicyNetwork of(PolicyKind kind) {
        return new PolicyNetwork(kind, 256, Activation.RELU);
    }

    /** Returns its layers. */
    public List<LayerSpec> layers(int actions) {
        return List.of(
                new Dense(width, Init.FAN_IN_UNIFORM),
                activation,
                kind.layer(width),
                activation,
                new Dense(actions, Init.FAN_IN_UNIFORM));
    }

    /** Builds it for an environment, with initial values from the streams below {@code root}. */
    public Network build(Environment environment, RandomKey root) {
        return Network.build(Shape.of(environment.observationSize()), layers(environment.actions()), root);
    }
}
