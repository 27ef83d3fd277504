package dev.dither.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AntisymmetricLeNetTest {
    private static final Shape DIGIT = Shape.of(1, 28, 28);

    @Test
    void itIsOddInItsLayersButForShifts() {
        List<LayerSpec> specs = Networks.antisymmetricLeNet(List.of(2, 3, 4), 7, Hidden.PLAIN);
        int dense = specs.size() - 4;
        try (Scope scope = Scope.open();
                Gradients.Off off = Gradients.off();
                Network network = Network.build(DIGIT, specs, RandomKey.root(3))) {
            Tensor x = Tensor.normal(RandomKey.root(5), DIGIT.batched(2));
            // shifts begin at 0
            float[] logits = logitsBehindNegated(network, dense, x, 1);
            assertThat(logitsBehindNegated(network, dense, x, -1)).containsExactly(logits);
            float[] shift = {0.5f, -0.5f, 1, 0};
            change(network, (dense + 1) + "/shift", shift);
            assertThat(logitsBehindNegated(network, dense, x, -1))
                    .isNotEqualTo(logitsBehindNegated(network, dense, x, 1));
        }
    }

    /** Returns sign · f for weights of a layer times sign; leaves the weights as they were. */
    private static float[] logitsBehindNegated(Network network, int layer, Tensor x, int sign) {
        Map<String, float[]> before = network.trained().toArrays();
        Tensor weight = Objects.requireNonNull(network.parameters().get(layer + "/weight"));
        change(network, layer + "/weight", weight.times(sign).toFloats());
        float[] logits = network.forward(x, Pass.mean()).times(sign).toFloats();
        network.trained().assign(before);
        return logits;
    }

    private static void change(Network network, String name, float... values) {
        Map<String, float[]> all = network.trained().toArrays();
        all.put(name, values);
        network.trained().assign(all);
    }
}
