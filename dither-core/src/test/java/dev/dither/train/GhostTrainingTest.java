package dev.dither.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dither.data.Examples;
import dev.dither.nn.Activation;
import dev.dither.nn.BatchNorm;
import dev.dither.nn.Dense;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.objective.CrossEntropy;
import dev.dither.optim.GhostBatches;
import dev.dither.optim.Optimizer;
import dev.dither.optim.Sgd;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GhostTrainingTest {
    private static final int N = 23;
    private static final int WIDTH = 3;
    private static final Sgd PLAIN = Sgd.of(0.5, 0);
    private static final List<LayerSpec> PLAIN_LAYERS = List.of(Dense.of(4), Activation.RELU, Dense.of(2));
    private static final List<LayerSpec> NORMALIZED =
            List.of(Dense.of(4), BatchNorm.DEFAULT, Activation.RELU, Dense.of(2));

    private record Result(Map<String, float[]> values, double nll) {}

    private static Examples examples() {
        float[] features = new float[N * WIDTH];
        RandomKey.root(3).fillNormal(features);
        int[] labels =
                IntStream.range(0, N).map(i -> features[i * WIDTH] > 0 ? 1 : 0).toArray();
        return Examples.ofFloats("drawn", new int[] {WIDTH}, features, labels, 2);
    }

    private static Result trained(Optimizer optimizer, List<LayerSpec> layers, int batchSize) {
        Recipe recipe = Recipe.of(CrossEntropy.plain(), optimizer, 2, batchSize);
        try (Network network = Network.build(Shape.of(WIDTH), layers, RandomKey.root(1));
                Trainer trainer = new Trainer(network, recipe, RandomKey.root(2))) {
            double nll = trainer.epoch(examples()).terms().get("nll");
            return new Result(network.trained().toArrays(), nll);
        }
    }

    /** Batches of 10, 10 and 3 examples in 4 parts: 2, 3, 2 and 3 of them, or 3 of one. */
    @Test
    void partsOfABatchHaveItsGradientAndItsLossTogether() {
        Result whole = trained(PLAIN, PLAIN_LAYERS, 10);
        Result parts = trained(new GhostBatches(PLAIN, 4), PLAIN_LAYERS, 10);
        assertThat(parts.nll()).isCloseTo(whole.nll(), within(1e-6));
        whole.values()
                .forEach((name, values) ->
                        assertThat(parts.values().get(name)).as(name).containsExactly(values, within(1e-6f)));
    }

    @Test
    void partsAreNormalizedByThemselves() {
        Result whole = trained(PLAIN, NORMALIZED, N);
        Result parts = trained(new GhostBatches(PLAIN, 4), NORMALIZED, N);
        assertThat(Math.abs(parts.nll() - whole.nll())).isGreaterThan(1e-4);
    }
}
