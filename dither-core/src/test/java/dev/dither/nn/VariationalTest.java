package dev.dither.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@link VariationalDense} and {@link VariationalConv}; that their outputs have the right moments is in another test. */
class VariationalTest {
    private static final RandomKey KEY = RandomKey.root(43);

    @AutoClose
    final Scope scope = Scope.open();

    private static Network dense(Posterior posterior) {
        return Network.build(Shape.of(4), List.of(VariationalDense.of(3, posterior)), KEY);
    }

    private static Tensor x() {
        return Tensor.normal(KEY.child("x"), Shape.of(5, 4));
    }

    private static float[] drawn(Network network) {
        return network.forward(x(), Pass.sampling(KEY)).toFloats();
    }

    private static void fill(Network network, String name, float value) {
        Tensor parameter = Named.at(network.parameters(), name);
        parameter.assign(Tensor.full(value, parameter.shape()));
    }

    private static Trace.Weights.GaussianDropout weights(Network network) {
        Pass pass = Pass.mean();
        network.forward(x(), pass);
        return (Trace.Weights.GaussianDropout) pass.trace().weights().get(0);
    }

    @Test
    void allParameterizationsStartAtTheSamePosterior() {
        try (Network layer = dense(Posterior.LAYER)) {
            float[] expected = drawn(layer);
            for (Posterior posterior : Posterior.values()) {
                try (Network network = dense(posterior)) {
                    assertThat(drawn(network)).as("%s", posterior).containsExactly(expected, within(1e-5f));
                    for (float logAlpha : weights(network).logAlpha().toFloats()) {
                        assertThat(logAlpha).isCloseTo(-5, within(1e-4f));
                    }
                }
            }
        }
    }

    @Test
    void theTraceHasMeansAndLogAlphaAsTheyAreShared() {
        Map<Posterior, Shape> shapes = Map.of(
                Posterior.LAYER, Shape.of(1),
                Posterior.UNIT, Shape.of(3),
                Posterior.WEIGHT, Shape.of(3, 4),
                Posterior.ADDITIVE, Shape.of(3, 4));
        shapes.forEach((posterior, shape) -> {
            try (Network network = dense(posterior)) {
                assertThat(weights(network).path()).isEqualTo("0");
                assertThat(weights(network).mean().shape()).isEqualTo(Shape.of(3, 4));
                assertThat(weights(network).logAlpha().shape()).isEqualTo(shape);
            }
        });
    }

    @Test
    void aPassByTheMeanIsThatOfADenseLayer() {
        try (Network network = dense(Posterior.UNIT);
                Network plain = Network.build(Shape.of(4), List.of(Dense.of(3)), KEY)) {
            float[] mean = Named.at(network.parameters(), "0/mean").toFloats();
            float[] bias = {1, -1, 0.5f};
            Named.at(network.parameters(), "0/bias").assign(Tensor.of(bias, Shape.of(3)));
            plain.trained().assign(Map.of("0/weight", mean, "0/bias", bias));
            assertThat(network.forward(x(), Pass.mean()).toFloats())
                    .containsExactly(plain.forward(x(), Pass.mean()).toFloats(), within(1e-6f));
        }
    }

    @Test
    void logAlphaIsClippedInUseAndHasNoGradientBeyond() {
        for (Posterior posterior : List.of(Posterior.LAYER, Posterior.UNIT, Posterior.WEIGHT)) {
            for (float sign : new float[] {-1, 1}) {
                try (Network network = dense(posterior)) {
                    fill(network, "0/logAlpha", 20 * sign);
                    float[] atClip = drawn(network);
                    fill(network, "0/logAlpha", 500 * sign);
                    assertThat(drawn(network)).isEqualTo(atClip);
                    Tensor y = network.forward(x(), Pass.training(KEY));
                    Tensor logAlpha = Named.at(network.parameters(), "0/logAlpha");
                    assertThat(y.finite()).isTrue();
                    assertThat(Gradients.of(y.sum(), List.of(logAlpha)).get(0).toFloats())
                            .containsOnly(0);
                }
            }
        }
    }

    @Test
    void anAdditiveVarianceSurvivesAMeanOfZero() {
        try (Network network = dense(Posterior.ADDITIVE)) {
            fill(network, "0/mean", 0);
            fill(network, "0/logStddev", 0);
            float[] y = drawn(network);
            assertThat(y).doesNotContain(0);
            Trace.Weights.GaussianDropout weights = weights(network);
            assertThat(weights.logAlpha().toFloats()).containsOnly(20);
            Tensor mean = Named.at(network.parameters(), "0/mean");
            assertThat(Gradients.of(weights.logAlpha().sum(), List.of(mean))).allMatch(Tensor::finite);
        }
    }

    @Test
    void withoutMeansThereIsNoDropoutNoiseAndTheGradientIsFinite() {
        try (Network network = dense(Posterior.WEIGHT)) {
            fill(network, "0/mean", 0);
            Tensor y = network.forward(x(), Pass.training(KEY));
            for (float value : y.toFloats()) {
                assertThat(value).isCloseTo(0, within(1e-6f));
            }
            assertThat(Gradients.of(y.sum(), network.trained().all())).allMatch(Tensor::finite);
        }
    }

    @Test
    void convolutionsInBlocksOfChannelsTrainMeansAndVariances() {
        // 16 channels in single precision take another way through the engine than the contract's cases
        Network network = Network.build(
                Shape.of(16, 4, 4), List.of(VariationalConv.of(8, 3, Posterior.UNIT), new Flatten()), KEY);
        try (network) {
            Tensor x = Tensor.normal(KEY, Shape.of(2, 16, 4, 4));
            Tensor loss = network.forward(x, Pass.training(KEY)).square().mean();
            double[] found = flat(Gradients.of(loss, network.trained().all()));
            network.trained().all().forEach(Tensor::widen);
            Tensor wide =
                    network.forward(x.toDouble(), Pass.training(KEY)).square().mean();
            double[] expected = flat(Gradients.of(wide, network.trained().all()));
            assertThat(found).containsExactly(expected, within(1e-4));
            assertThat(Arrays.stream(expected).map(Math::abs).max().orElseThrow())
                    .isGreaterThan(1e-2);
        }
    }

    private static double[] flat(List<Tensor> gradients) {
        return gradients.stream()
                .flatMapToDouble(g -> Arrays.stream(g.toDoubles()))
                .toArray();
    }

    @Test
    void aStartBeyondTheClipsIsRefusedWithNameAndValue() {
        assertThatThrownBy(() -> new VariationalConv(Conv.of(2, 3), Posterior.LAYER, -20.5))
                .hasMessage("variational-conv.initialLogAlpha must be in [-20.0, 20.0], got -20.5");
    }
}
