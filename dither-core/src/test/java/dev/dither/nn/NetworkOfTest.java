package dev.dither.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Networks of built layers. */
class NetworkOfTest {
    private static final RandomKey KEY = RandomKey.root(6);
    private static final Shape INPUT = Shape.of(3);

    /** y = W x + ε, all weights equal at the start. */
    private record Mixed(Tensor factors) implements Layer {
        static Mixed of(double factor) {
            try (Scope scope = Scope.open()) {
                return new Mixed(Tensor.full(factor, Shape.of(3, 3)).owned().variable());
            }
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            Tensor mixed = x.linear(factors);
            return pass.noise() == NoiseMode.MEAN ? mixed : mixed.plus(Tensor.normal(pass.key(), x.shape()));
        }

        @Override
        public Map<String, Tensor> parameters() {
            return Map.of("factors", factors);
        }
    }

    private static Network network() {
        try (Scope scope = Scope.open()) {
            return Network.of(INPUT, List.of(Mixed.of(2), Dense.of(2).build(INPUT, KEY)));
        }
    }

    @Test
    void parametersAreNamedByPositionAndOwned() {
        long before = Scope.liveTensors();
        Network network = network();
        assertThat(network.trained().byName().keySet()).containsExactly("0/factors", "1/weight", "1/bias");
        network.close();
        assertThat(Scope.liveTensors()).isEqualTo(before);
    }

    @Test
    void stackedDrawsOfALayerThatKnowsNothingOfThemDiffer() {
        try (Network network = network();
                Scope scope = Scope.open()) {
            Tensor x = Tensor.normal(KEY, Shape.of(1, 3));
            float[] mean = network.forward(x, Pass.mean()).toFloats();
            assertThat(network.forward(x, Pass.mean(), 2).toFloats())
                    .containsExactly(mean[0], mean[1], mean[0], mean[1]);
            float[] drawn = network.forward(x, Pass.sampling(KEY), 2).toFloats();
            assertThat(drawn).hasSize(4).doesNotHaveDuplicates();
        }
    }

    @Test
    void wrongInputIsRefused() {
        try (Network network = network();
                Scope scope = Scope.open()) {
            Tensor wrong = Tensor.full(0, Shape.of(1, 4));
            assertThatThrownBy(() -> network.forward(wrong, Pass.mean()))
                    .isInstanceOf(ShapeException.class)
                    .hasMessageContaining("[N, 3]");
        }
    }

    @Test
    void whatNeedsSpecificationsIsRefusedInOneLine() {
        try (Network network = network()) {
            assertThatThrownBy(network::specs)
                    .isInstanceOf(IllegalStateException.class)
                    .message()
                    .hasLineCount(1)
                    .contains("built layers", "Network.build");
        }
    }
}
