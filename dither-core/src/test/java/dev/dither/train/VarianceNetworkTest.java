package dev.dither.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.data.DataSet;
import dev.dither.data.KnownData;
import dev.dither.nn.Activation;
import dev.dither.nn.BatchNorm;
import dev.dither.nn.Conv;
import dev.dither.nn.Dense;
import dev.dither.nn.Flatten;
import dev.dither.nn.Init;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.nn.Posterior;
import dev.dither.nn.VariationalDense;
import dev.dither.nn.WeightNoise;
import dev.dither.nn.WeightNoise.MeanPath;
import dev.dither.nn.ZeroMeanDense;
import dev.dither.objective.CrossEntropy;
import dev.dither.objective.Elbo;
import dev.dither.objective.Objective;
import dev.dither.optim.Adam;
import dev.dither.optim.Schedule;
import dev.dither.predict.Inference;
import dev.dither.predict.Predictor;
import dev.dither.predict.WeightControls;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is learned can be in variances alone: small networks on the embedded digits, of which the commonest is every tenth. */
class VarianceNetworkTest {
    private static final DataSet DIGITS = KnownData.DIGITS.load(Path.of("none"));
    private static final RandomKey ROOT = RandomKey.root(67);
    private static final Inference DRAWS = new Inference.Draws(20);

    /** The second hidden layer is the one in question. */
    private static Network learned(LayerSpec layer, Objective objective) {
        List<LayerSpec> specs = List.of(
                new Flatten(),
                Dense.of(64),
                BatchNorm.DEFAULT,
                Activation.RELU,
                layer,
                BatchNorm.DEFAULT,
                Activation.RELU,
                Dense.of(10));
        Network network = Network.build(DIGITS.train().shape(), specs, ROOT);
        Recipe recipe = Recipe.of(objective, Adam.DEFAULT.withLearningRate(0.01), 10, 50)
                .with(Schedule.LINEAR);
        try (Trainer trainer = new Trainer(network, recipe, ROOT)) {
            for (int epoch = 0; epoch < recipe.epochs(); epoch++) {
                trainer.epoch(DIGITS.train());
            }
        }
        return network;
    }

    private static double accuracy(Network network, Inference inference) {
        return new Predictor(network, inference, ROOT.child(Stream.EVALUATION))
                .predict(DIGITS.test())
                .accuracy(DIGITS.test().labels());
    }

    @Test
    void weightsWithoutMeansLearnWhatTheirMeanDoesNotShow() {
        LayerSpec layer = ZeroMeanDense.of(64).with(WeightNoise.GAUSSIAN.with(MeanPath.BIAS));
        try (Network network = learned(layer, CrossEntropy.plain())) {
            assertThat(accuracy(network, DRAWS)).isGreaterThan(0.9);
            assertThat(accuracy(network, new Inference.Mean())).isLessThan(0.2);
        }
    }

    @Test
    void largeVariancesCarryTheAccuracyAndMeansDoNot() {
        LayerSpec layer = new VariationalDense(64, Init.FAN_IN_UNIFORM, Conv.Bias.TRAINED, Posterior.UNIT, 8);
        try (Network network = learned(layer, Elbo.of(DIGITS.train().size()));
                Network withoutMeans = WeightControls.zeroMeans(network, "4");
                Network permuted = WeightControls.permutedVariances(network, "4", ROOT.child("permutation"))) {
            assertThat(accuracy(network, DRAWS)).isGreaterThan(0.9);
            assertThat(accuracy(withoutMeans, DRAWS)).isGreaterThan(0.9);
            assertThat(accuracy(permuted, DRAWS)).isLessThan(0.5);
        }
    }

    @Test
    void smallVariancesDoNot() {
        LayerSpec layer = VariationalDense.of(64, Posterior.LAYER);
        try (Network network = learned(layer, Elbo.of(DIGITS.train().size()));
                Network withoutMeans = WeightControls.zeroMeans(network, "4");
                Network permuted = WeightControls.permutedVariances(network, "4", ROOT.child("permutation"))) {
            assertThat(accuracy(withoutMeans, DRAWS)).isLessThan(0.5);
            assertThat(accuracy(permuted, DRAWS)).isGreaterThan(0.9);
        }
    }
}
