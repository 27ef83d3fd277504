package dev.dither.optim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.nn.Activation;
import dev.dither.nn.BatchNorm;
import dev.dither.nn.Conv;
import dev.dither.nn.Dense;
import dev.dither.nn.Flatten;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.nn.Parameters;
import dev.dither.nn.Pass;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Channels in full blocks, so that the gradients of a convolution come from its own kernels. */
class PerturbedNetworkTest {
    private static final Shape IMAGE = Shape.of(16, 5, 5);
    private static final List<LayerSpec> SPECS =
            List.of(Conv.same(16, 3), BatchNorm.DEFAULT, Activation.RELU, new Flatten(), Dense.of(3));

    @Test
    void gradientsAreThoseOfANetworkWithThePerturbedWeights() {
        try (Scope scope = Scope.open();
                Network network = Network.build(IMAGE, SPECS, RandomKey.root(1))) {
            Map<String, float[]> clean = network.trained().toArrays();
            List<Map<String, float[]>> seen = new ArrayList<>();
            List<float[]> gradients = new ArrayList<>();
            Optimizer optimizer = new Perturbed(Sgd.of(0.1, 0.9), Perturbation.gaussian(0.1));
            try (OptimizerState state = optimizer.init(network.trained())) {
                GradientOracle oracle = p -> {
                    seen.add(p.toArrays());
                    List<Tensor> found = gradient(network, p);
                    found.forEach(g -> gradients.add(g.toFloats()));
                    return found;
                };
                optimizer.step(network.trained(), state, oracle, 0, Quadratic.KEY);
            }
            requireEqual(network.trained().toArrays(), clean);
            assertThat(seen.get(0).get("0/weight")).isNotEqualTo(clean.get("0/weight"));
            network.trained().assign(seen.get(0));
            List<Tensor> expected = gradient(network, network.trained());
            for (int i = 0; i < gradients.size(); i++) {
                assertThat(gradients.get(i)).isEqualTo(expected.get(i).toFloats());
            }
        }
    }

    private static void requireEqual(Map<String, float[]> found, Map<String, float[]> expected) {
        expected.forEach((name, values) -> assertThat(found.get(name)).as(name).isEqualTo(values));
    }

    private static List<Tensor> gradient(Network network, Parameters parameters) {
        Tensor x = Tensor.normal(RandomKey.root(2), IMAGE.batched(4));
        Tensor loss = network.forward(x, Pass.training(RandomKey.root(3)))
                .logSoftmax()
                .nll(Tensor.ofLabels(new int[] {0, 1, 2, 0}));
        return Gradients.of(loss, parameters.all());
    }
}
