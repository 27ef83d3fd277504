package dev.dither.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Several draws in one pass: {@link Network#forward(Tensor, Pass, int)}. */
class StackedDrawsTest {
    private static final RandomKey KEY = RandomKey.root(12);
    private static final List<LayerSpec> NOISY =
            List.of(Dense.of(6), Activation.TANH, StochasticDense.of(5, 0), Dense.of(2));

    private static Tensor x() {
        return Tensor.normal(KEY.child("x"), Shape.of(3, 4));
    }

    @Test
    void drawsAreThoseOfTheRepeatedBatch() {
        List<LayerSpec> first = List.of(StochasticDense.of(5, 0), Dense.of(2));
        List<LayerSpec> plain = List.of(Dense.of(2));
        for (List<LayerSpec> specs : List.of(NOISY, first, plain, Networks.dropoutMlp(List.of(5), 2, 0.5))) {
            try (Scope scope = Scope.open();
                    Network network = Network.build(Shape.of(4), specs, KEY)) {
                float[] stacked = network.forward(x(), Pass.sampling(KEY), 4).toFloats();
                float[] repeated = network.forward(
                                x().repeated(4), Pass.sampling(KEY).stacked(4))
                        .toFloats();
                assertThat(stacked).hasSize(4 * 3 * 2);
                for (int i = 0; i < stacked.length; i++) {
                    assertThat(stacked[i]).isCloseTo(repeated[i], within(1e-5f));
                }
            }
        }
    }

    @Test
    void drawsOfImagesAreThoseOfTheRepeatedBatch() {
        List<LayerSpec> specs = List.of(StochasticConv.of(Conv.of(3, 2), 0), new Flatten(), Dense.of(2));
        try (Scope scope = Scope.open();
                Network network = Network.build(Shape.of(1, 3, 3), specs, KEY)) {
            Tensor x = Tensor.normal(KEY, Shape.of(2, 1, 3, 3));
            float[] stacked = network.forward(x, Pass.sampling(KEY), 3).toFloats();
            float[] repeated = network.forward(x.repeated(3), Pass.sampling(KEY).stacked(3))
                    .toFloats();
            for (int i = 0; i < stacked.length; i++) {
                assertThat(stacked[i]).isCloseTo(repeated[i], within(1e-5f));
            }
        }
    }

    @Test
    void drawsOneAfterTheOtherHaveTheBitsOfPlainPassesAndShareWhatComesFirst() {
        try (Scope scope = Scope.open();
                Network network = Network.build(Shape.of(4), NOISY, KEY)) {
            List<String> shared = new ArrayList<>();
            List<String> drawn = new ArrayList<>();
            Function<Pass, Tensor> forwards = network.forwards(x(), sampling(KEY, shared));
            for (int draw = 0; draw < 3; draw++) {
                RandomKey key = KEY.child(draw);
                assertThat(forwards.apply(sampling(key, drawn)).toFloats())
                        .isEqualTo(network.forward(x(), Pass.sampling(key)).toFloats());
            }
            assertThat(shared).containsExactly("0", "1");
            assertThat(drawn).containsExactly("2", "3", "2", "3", "2", "3");
        }
    }

    private static Pass sampling(RandomKey key, List<String> seen) {
        Trace trace = new Trace((path, output) -> seen.add(path));
        return new Pass(NoiseMode.SAMPLE, StatisticsMode.RUNNING, key, "", trace);
    }

    @Test
    void aDrawIsTheSameWhateverDrawsAreBesideIt() {
        List<List<LayerSpec>> all = List.of(
                NOISY,
                Networks.dropoutMlp(List.of(5), 2, 0.5),
                List.of(VariationalDense.of(5, Posterior.UNIT), Activation.TANH, ZeroMeanDense.of(2)),
                List.of(
                        DropConnectDense.of(5, 0.3),
                        Activation.TANH,
                        DropConnectDense.of(2, 0.3).with(WeightNoise.Drawing.OUTPUTS)),
                List.of(new NoisyDense(3, NoisyDense.Noise.FACTORIZED, 0.5), Dense.of(2)));
        for (List<LayerSpec> specs : all) {
            try (Scope scope = Scope.open();
                    Network network = Network.build(Shape.of(4), specs, KEY)) {
                float[] stacked = network.forward(x(), Pass.sampling(KEY), 4).toFloats();
                for (int draw = 0; draw < 4; draw++) {
                    float[] alone =
                            network.forward(x(), Pass.sampling(KEY).from(draw)).toFloats();
                    for (int i = 0; i < alone.length; i++) {
                        assertThat(stacked[draw * alone.length + i]).isCloseTo(alone[i], within(1e-5f));
                    }
                }
            }
        }
    }

    @Test
    void oneDrawIsAPlainPass() {
        try (Scope scope = Scope.open();
                Network network = Network.build(Shape.of(4), NOISY, KEY)) {
            assertThat(network.forward(x(), Pass.sampling(KEY), 1).toFloats())
                    .isEqualTo(network.forward(x(), Pass.sampling(KEY)).toFloats());
        }
    }

    @Test
    void noiseInsideABlockIsNotShared() {
        List<LayerSpec> specs = List.of(Residual.of(StochasticDense.of(4, 1)), Dense.of(2));
        try (Scope scope = Scope.open();
                Network network = Network.build(Shape.of(4), specs, KEY)) {
            float[] draws = network.forward(x(), Pass.sampling(KEY), 2).toFloats();
            assertThat(draws[0]).isNotEqualTo(draws[6]);
        }
    }

    @Test
    void theGradientIsSummedOverTheDraws() {
        try (Scope scope = Scope.open();
                Network network = Network.build(Shape.of(4), NOISY, KEY)) {
            Tensor once = x().variable();
            float[] stacked = Gradients.of(network.forward(once, Pass.mean(), 3).sum(), List.of(once))
                    .get(0)
                    .toFloats();
            float[] single = Gradients.of(network.forward(once, Pass.mean()).sum(), List.of(once))
                    .get(0)
                    .toFloats();
            for (int i = 0; i < single.length; i++) {
                assertThat(stacked[i]).isCloseTo(3 * single[i], within(1e-5f));
            }
        }
    }

    @Test
    void noDrawsAreRefused() {
        try (Scope scope = Scope.open();
                Network network = Network.build(Shape.of(4), NOISY, KEY)) {
            assertThatThrownBy(() -> network.forward(x(), Pass.sampling(KEY), 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("draws must be positive");
        }
    }
}
