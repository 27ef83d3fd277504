package dev.dither.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Layers that work together give what they give one by one, as they do where somebody watches. */
class JointTest {
    private static final Shape IMAGE = Shape.of(2, 20, 18);
    private static final RandomKey KEY = RandomKey.root(3);
    private static final List<LayerSpec> RECTIFIED =
            List.of(Conv.of(5, 3), Activation.RELU, new MaxPool(2, 2), new Flatten(), Dense.of(3));
    private static final List<LayerSpec> NORMALIZED = List.of(
            Conv.of(5, 3).withoutBias(),
            BatchNorm.DEFAULT,
            Activation.RELU,
            new MaxPool(2, 2),
            new Flatten(),
            Dense.of(3));

    private static final List<LayerSpec> DRAWN = List.of(
            StochasticConv.of(Conv.of(5, 3), -1),
            new MaxPool(2, 2),
            new Flatten(),
            StochasticDense.of(4, -1),
            Dense.of(3));

    private static final List<LayerSpec> NOISY = List.of(
            VariationalConv.of(5, 3, Posterior.WEIGHT),
            Activation.RELU,
            new MaxPool(2, 2),
            VariationalConv.of(4, 3, Posterior.WEIGHT),
            Activation.RELU,
            new MaxPool(2, 2),
            new Flatten(),
            Dense.of(3));

    @AutoClose
    final Scope scope = Scope.open();

    @Test
    void pooledBeforeItIsRectifiedGivesTheSameBits() {
        assertThat(joints(RECTIFIED)).containsExactly(0, 1, 3, 4);
        requireTheSameBits(RECTIFIED);
    }

    @Test
    void pooledBeforeItIsNormalizedGivesTheSameButForRounding() {
        assertThat(joints(NORMALIZED)).containsExactly(0, 1, 4, 5);
        requireTheSameButForRounding(NORMALIZED);
    }

    @Test
    void pooledWhileItIsDrawnGivesTheSameButForRounding() {
        assertThat(joints(DRAWN)).containsExactly(0, 2, 3, 4);
        requireTheSameButForRounding(DRAWN);
    }

    @Test
    void pooledWhileNoiseIsAddedGivesTheSameButForRounding() {
        assertThat(joints(NOISY)).containsExactly(0, 3, 6, 7);
        requireTheSameButForRounding(NOISY);
    }

    @Test
    void whatCannotBePooledWhileItIsDrawnIsPooledAfterwards() {
        StochasticConv drawn = StochasticConv.of(Conv.of(5, 3), -1);
        for (StochasticConv other :
                List.of(drawn.withNoise(NoiseFamily.LAPLACE), StochasticConv.of(Conv.of(5, 3), 90))) {
            List<LayerSpec> specs = new ArrayList<>(DRAWN);
            specs.set(0, other);
            requireTheSameBits(specs);
        }
    }

    private static void requireTheSameBits(List<LayerSpec> specs) {
        List<float[]> together = outputAndGradients(specs, new Trace());
        List<float[]> apart = outputAndGradients(specs, watched());
        for (int i = 0; i < together.size(); i++) {
            assertThat(together.get(i)).as("%d", i).isEqualTo(apart.get(i));
        }
    }

    private static void requireTheSameButForRounding(List<LayerSpec> specs) {
        List<float[]> together = outputAndGradients(specs, new Trace());
        List<float[]> apart = outputAndGradients(specs, watched());
        for (int i = 0; i < together.size(); i++) {
            assertThat(together.get(i)).as("%d", i).hasSameSizeAs(apart.get(i));
            for (int j = 0; j < together.get(i).length; j++) {
                assertThat(together.get(i)[j]).as("%d, %d", i, j).isCloseTo(apart.get(i)[j], within(2e-5f));
            }
        }
    }

    @Test
    void withRunningStatisticsTheBitsAreTheSame() {
        try (Network network = Network.build(IMAGE, NORMALIZED, RandomKey.root(1))) {
            Tensor x = Tensor.normal(RandomKey.root(2), IMAGE.batched(6));
            float[] together = network.forward(x, Pass.mean()).toFloats();
            assertThat(network.forward(x, Pass.mean().tracedBy(watched())).toFloats())
                    .isEqualTo(together);
        }
    }

    private static List<Integer> joints(List<LayerSpec> specs) {
        Sequence sequence = Sequence.build(specs, IMAGE, KEY);
        sequence.parameters().values().forEach(Tensor::release);
        sequence.buffers().values().forEach(Tensor::release);
        return sequence.joints(Pass.mean(), 0, sequence.layers().size()).stream()
                .map(Joint::first)
                .toList();
    }

    private static Trace watched() {
        return new Trace((path, output) -> {});
    }

    /** The output, the gradient of each parameter, then each buffer. */
    private static List<float[]> outputAndGradients(List<LayerSpec> specs, Trace trace) {
        List<float[]> found = new ArrayList<>();
        try (Network network = Network.build(IMAGE, specs, RandomKey.root(1));
                Scope inner = Scope.open()) {
            Tensor x = Tensor.normal(RandomKey.root(2), IMAGE.batched(6));
            Tensor y = network.forward(x, Pass.training(KEY).tracedBy(trace));
            found.add(y.toFloats());
            Tensor weights = Tensor.normal(RandomKey.root(4), y.shape());
            List<Tensor> parameters = List.copyOf(network.parameters().values());
            Gradients.of(y.times(weights).sum(), parameters).forEach(g -> found.add(g.toFloats()));
            network.buffers().values().forEach(buffer -> found.add(buffer.toFloats()));
        }
        return found;
    }
}
