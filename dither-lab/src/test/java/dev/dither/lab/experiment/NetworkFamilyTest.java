package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.run.Row;
import dev.dither.nn.Hidden;
import dev.dither.nn.Network;
import dev.dither.nn.Networks;
import dev.dither.nn.StochasticDense;
import dev.dither.nn.WeightNoise;
import dev.dither.nn.ZeroMeanDense;
import dev.dither.objective.AsGiven;
import dev.dither.objective.CrossEntropy;
import dev.dither.predict.Inference;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkFamilyTest {
    @TempDir
    Path folder;

    private static Plan plan(String text) {
        return ExperimentFile.parse("mine.yaml", "{data: fashion-mini, seeds: 1, " + text + "}")
                .plan("", Map.of());
    }

    @Test
    void familyHasItsPublishedWidths() {
        assertThat(plan("network: lenet-5-caffe, methods: {a: {}}").layers("a", 10))
                .isEqualTo(Networks.leNet(10));
        assertThat(plan("network: vgg-16, methods: {a: {}}").layers("a", 10)).isEqualTo(Networks.vgg16(10));
        assertThat(plan("network: vgg-16-conv, methods: {a: {}}").layers("a", 100))
                .isEqualTo(Networks.vgg16Conv(Networks.VGG_16_CONV_WIDTHS, 100, Hidden.PLAIN));
    }

    @Test
    void wideNetworksAreNamedByDepthAndFactorAndDropBetweenConvolutions() {
        for (String family : List.of("28-10", "16-4", "10-2")) {
            String[] size = family.split("-", -1);
            assertThat(plan("network: wide-resnet-" + family + ", methods: {a: {dropProbability: 0.3}}")
                            .layers("a", 10))
                    .isEqualTo(Networks.wideResNet(Integer.parseInt(size[0]), Integer.parseInt(size[1]), 10, 0.3));
        }
        assertThat(plan("network: wide-resnet-10-2, hidden: [3, 5, 4], methods: {a: {}}")
                        .layers("a", 10))
                .isEqualTo(Networks.wideResNet(10, List.of(3, 5, 4), 10, 0));
    }

    @Test
    void chosenLayersOfEveryFamilyAreStochastic() {
        Plan plan = plan("network: lenet-5-caffe, methods: {all: {stochastic: all}, second: {stochastic: [-2]}}");
        assertThat(plan.layers("all", 10)).isEqualTo(Networks.stochasticLeNet(10, -5));
        assertThat(plan.layers("second", 10))
                .isEqualTo(Networks.leNet(Networks.LE_NET_WIDTHS, 10, Hidden.PLAIN.stochastic(Set.of(1), -5)));
    }

    @Test
    void weightsOfMeanZeroTakeThePlaceOfRandomActivations() {
        Plan plan = plan("draws: 7, methods: {a: {stochastic: [2], weights: uniform}, b: {stochastic: [2]}}");
        assertThat(plan.layers("a", 10))
                .noneMatch(StochasticDense.class::isInstance)
                .filteredOn(ZeroMeanDense.class::isInstance)
                .extracting(layer -> ((ZeroMeanDense) layer).weights())
                .containsExactly(WeightNoise.UNIFORM.with(WeightNoise.MeanPath.BIAS));
        assertThat(plan.recipe(plan.method("a"), new AsGiven(), 1).validatedBy())
                .isEqualTo(new Inference.Draws(7));
        assertThat(plan.recipe(plan.method("a"), new AsGiven(), 1).objective()).isEqualTo(CrossEntropy.plain());
        assertThat(plan.recipe(plan.method("b"), new AsGiven(), 1).validatedBy())
                .isEqualTo(new Inference.Mean());
    }

    @Test
    void stochasticLayersAreTheLastOnes() {
        assertThat(plan("hidden: [9, 8, 7], methods: {a: {stochasticLayers: 1}}")
                        .layers("a", 10))
                .filteredOn(StochasticDense.class::isInstance)
                .containsExactly(StochasticDense.of(7, -5));
    }

    @ParameterizedTest
    @CsvSource({
        "'network: vgg-16, methods: {a: {}}', network vgg-16 does not fit, '[1, 28, 28]'",
        "'network: lenet-5-caffe, hidden: [3, 4], methods: {a: {}}', lenet-5-caffe has 3 hidden layers, '[3, 4]'",
        "'network: lenet-5-caffe, methods: {a: {parallel: true}}', parallel is for network mlp, methods.a",
        "'network: resnet-34, methods: {a: {stochastic: [1]}}', resnet-34 has neither stochastic layers nor dropout, methods.a",
        "'network: mobilenet-v2, methods: {a: {dropProbability: 0.5}}', mobilenet-v2 has neither, methods.a",
        "'network: vgg-16-biased, methods: {a: {}}', network vgg-16-biased does not fit, '[1, 28, 28]'",
        "'network: resnet-34, hidden: [8, 16], methods: {a: {}}', resnet-34 has 4 hidden layers, '[8, 16]'",
        "'network: wide-resnet-10-2, methods: {a: {stochastic: [1]}}', 'has dropout, but no stochastic layers', methods.a",
        "'network: wide-resnet-10-2, hidden: [8, 16], methods: {a: {}}', wide-resnet has 3 groups, '[8, 16]'",
        "'methods: {a: {stochastic: [3]}}', from 1 to 2, methods.a",
        "'network: lenet-5-normalized, methods: {a: {stochastic: [3]}}', choose random weights, methods.a",
        "'methods: {a: {stochasticLayers: 3}}', between 0 and 2, methods.a"
    })
    void networkThatCannotBeIsOneLine(String text, String first, String second) {
        String message = catchThrowableOfType(
                        ExperimentException.class, () -> plan(text).load(folder))
                .getMessage();
        assertThat(message).hasLineCount(1).contains(first, second);
    }

    /** The counts of the published networks, and by hand of a ResNet whose stages are 2, 3, 4 and 5 channels wide. */
    @ParameterizedTest
    @CsvSource({
        "resnet-34, null, 21282122",
        "vgg-16-biased, null, 14728266",
        "mobilenet-v2, null, 2296922",
        "resnet-34, '[2, 3, 4, 5]', 4242"
    })
    void networksOfNeuralVariabilityHaveTheirNumberOfParameters(String network, String hidden, long parameters) {
        Plan plan = plan("network: " + network + ", hidden: " + hidden + ", methods: {a: {}}");
        try (Network built = Network.build(Shape.of(3, 32, 32), plan.layers("a", 10), RandomKey.root(1))) {
            long found = built.trained().byName().values().stream()
                    .mapToLong(tensor -> tensor.shape().elements())
                    .sum();
            assertThat(found).isEqualTo(parameters);
        }
    }

    @Test
    void leNetIsTrainedAndJudged() {
        Plan plan = plan("trainExamples: 60, testExamples: 30, network: lenet-5-caffe, hidden: [2, 3, 4],"
                + " methods: {plain: {}, se-snn: {stochastic: all, aggregation: per_unit}}, training: {epochs: 1}");
        Runner.Outcome outcome = new Runner(plan, folder, Clock.systemUTC()).run(folder, folder, List.of("dither"));
        assertThat(outcome.rows())
                .filteredOn(row -> row.metric().equals("testAccuracy"))
                .extracting(Row::method, Row::draws)
                .containsExactly(tuple("plain", 0), tuple("se-snn", 0), tuple("se-snn", 1), tuple("se-snn", 10));
    }
}
