package dev.dither.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.data.Examples;
import dev.dither.nn.Activation;
import dev.dither.nn.BatchNorm;
import dev.dither.nn.Conv;
import dev.dither.nn.Dense;
import dev.dither.nn.Flatten;
import dev.dither.nn.Init;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.MaxPool;
import dev.dither.nn.Network;
import dev.dither.nn.Networks;
import dev.dither.nn.Posterior;
import dev.dither.nn.StochasticDense;
import dev.dither.nn.VariationalConv;
import dev.dither.nn.VariationalDense;
import dev.dither.nn.WeightNoise;
import dev.dither.nn.ZeroMeanConv;
import dev.dither.nn.ZeroMeanDense;
import dev.dither.objective.CrossEntropy;
import dev.dither.objective.Elbo;
import dev.dither.objective.MaxEntropy;
import dev.dither.objective.Objective;
import dev.dither.optim.Adam;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Engine;
import dev.dither.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Networks large enough that the engine splits their work; a 784-512 product of 128 examples is 51 million operations. */
@Tag("determinism")
class ThreadsTest {
    private static final Examples IMAGES = images(256);

    private static Examples images(int n) {
        float[] pixels = new float[n * 784];
        RandomKey.root(3).fillUniform(pixels);
        int[] labels = RandomKey.root(4).permutation(n);
        for (int i = 0; i < n; i++) {
            labels[i] %= 10;
        }
        return Examples.ofFloats("random images", new int[] {1, 28, 28}, pixels, labels, 10);
    }

    @AfterEach
    void allThreadsAgain() {
        Engine.threads(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void widePerceptronHasEqualBitsForOneTwoAndThreeThreads() {
        requireEqualBits(Networks.stochasticMlp(List.of(512, 512, 256), 10, 1, -5));
    }

    @Test
    void stochasticLeNetHasEqualBitsForOneTwoAndThreeThreads() { // few channels: a product for each example
        requireEqualBits(Networks.stochasticLeNet(10, -5));
    }

    @Test
    void stridesBlocksOfChannelsAndGroupsHaveEqualBitsForOneTwoAndThreeThreads() {
        requireEqualBits(List.of(
                Conv.of(16, 5).withStride(2),
                BatchNorm.DEFAULT,
                Activation.RELU,
                new MaxPool(2, 2),
                Conv.same(64, 3),
                Activation.RELU,
                new Conv(128, 3, 1, 1, 4, Init.HE_NORMAL, Conv.Bias.TRAINED),
                Activation.RELU,
                new Flatten(),
                StochasticDense.of(64, -1),
                Dense.of(10)));
    }

    @Test
    void randomWeightsHaveEqualBitsForOneTwoAndThreeThreads() {
        List<LayerSpec> specs = List.of(
                VariationalConv.of(16, 5, Posterior.UNIT),
                Activation.RELU,
                new MaxPool(2, 2),
                ZeroMeanConv.of(32, 3),
                Activation.RELU,
                new Flatten(),
                VariationalDense.of(256, Posterior.WEIGHT),
                BatchNorm.DEFAULT,
                Activation.RELU,
                VariationalDense.of(64, Posterior.LAYER),
                ZeroMeanDense.of(64).with(WeightNoise.BERNOULLI),
                VariationalDense.of(10, Posterior.ADDITIVE));
        requireEqualBits(specs, Elbo.of(256));
    }

    private static void requireEqualBits(List<LayerSpec> specs) {
        requireEqualBits(specs, CrossEntropy.plain().plus(MaxEntropy.forLabelNoise()));
    }

    private static void requireEqualBits(List<LayerSpec> specs, Objective objective) {
        Map<String, float[]> one = trained(specs, objective, 1);
        for (int threads = 2; threads <= 3; threads++) {
            Map<String, float[]> more = trained(specs, objective, threads);
            one.forEach((name, values) -> assertThat(Arrays.mismatch(more.get(name), values))
                    .as("first difference in " + name)
                    .isEqualTo(-1));
        }
    }

    private static Map<String, float[]> trained(List<LayerSpec> specs, Objective objective, int threads) {
        Engine.threads(threads);
        Recipe recipe = Recipe.of(objective, Adam.DEFAULT, 2, 128);
        RandomKey root = RandomKey.root(7);
        try (Network network = Network.build(Shape.of(1, 28, 28), specs, root);
                Trainer trainer = new Trainer(network, recipe, root)) {
            trainer.epoch(IMAGES, IMAGES.subset(new int[0]));
            trainer.epoch(IMAGES, IMAGES.subset(new int[0]));
            return trainer.checkpoint().parameters();
        }
    }
}
