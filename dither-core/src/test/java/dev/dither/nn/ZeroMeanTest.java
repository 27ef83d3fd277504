package dev.dither.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.nn.WeightNoise.Drawing;
import dev.dither.nn.WeightNoise.MeanPath;
import dev.dither.nn.WeightNoise.Scale;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import dev.dither.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@link ZeroMeanDense} and {@link ZeroMeanConv}; that their outputs have the right moments is in another test. */
class ZeroMeanTest {
    private static final RandomKey KEY = RandomKey.root(41);
    private static final ZeroMeanDense DENSE = ZeroMeanDense.of(3);
    private static final ZeroMeanDense SHARED = DENSE.with(WeightNoise.BERNOULLI);

    @AutoClose
    final Scope scope = Scope.open();

    private static Network network(LayerSpec... layers) {
        return Network.build(Shape.of(4), List.of(layers), KEY);
    }

    /** Two equal examples. */
    private static Tensor twins() {
        return Tensor.normal(KEY.child("x"), Shape.of(1, 4)).repeated(2);
    }

    private static float[][] rows(Tensor y) {
        float[] values = y.toFloats();
        int width = values.length / Math.toIntExact(y.shape().size(0));
        float[][] rows = new float[values.length / width][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(values, i * width, (i + 1) * width);
        }
        return rows;
    }

    @Test
    void aPassByTheMeanIsRefusedAndSaysWhatToAskFor() {
        try (Network network = network(new Dropout(0.5), DENSE)) {
            assertThatThrownBy(() -> network.forward(twins(), Pass.mean()))
                    .isInstanceOf(NoMeanPathException.class)
                    .hasMessage(
                            "1: no mean path: its weights have mean 0; predict by draws, as draws:20, or build it with "
                                    + "MeanPath.BIAS to see what the mean gives");
        }
    }

    @Test
    void meanPropagationGivesTheBiasWhereItIsAskedFor() {
        WeightNoise open = WeightNoise.GAUSSIAN.with(MeanPath.BIAS);
        try (Network network = network(DENSE.with(open))) {
            network.trained().assign(Map.of("0/scale", new float[12], "0/bias", new float[] {1, -2, 3}));
            assertThat(network.forward(twins(), Pass.mean()).toFloats()).containsExactly(1, -2, 3, 1, -2, 3);
            assertThat(network.forward(twins(), Pass.mean(), 2).shape()).isEqualTo(Shape.of(4, 3));
        }
        LayerSpec conv = new ZeroMeanConv(Conv.of(2, 2).withoutBias(), open);
        try (Network network = Network.build(Shape.of(1, 3, 3), List.of(conv), KEY)) {
            Tensor y = network.forward(Tensor.full(1, Shape.of(2, 1, 3, 3)), Pass.mean());
            assertThat(y.shape()).isEqualTo(Shape.of(2, 2, 2, 2));
            assertThat(y.toFloats()).containsOnly(0);
        }
    }

    @Test
    void withoutVarianceTheOutputIsTheBiasAndTheGradientIsFinite() {
        for (Drawing drawing : Drawing.values()) {
            try (Network network = network(DENSE.with(WeightNoise.GAUSSIAN.with(drawing)))) {
                network.trained().assign(Map.of("0/scale", new float[12], "0/bias", new float[] {1, -2, 3}));
                Tensor x = twins().variable();
                Tensor y = network.forward(x, Pass.training(KEY));
                float[] once = {1, -2, 3, 1, -2, 3};
                assertThat(y.toFloats()).containsExactly(once, within(1e-6f));
                Tensor scale = Named.at(network.parameters(), "0/scale");
                assertThat(Gradients.of(y.sum(), List.of(x, scale))).allMatch(Tensor::finite);
            }
        }
    }

    @Test
    void scalesNearZeroHaveFiniteGradients() { // squares of the smaller ones are 0 in single precision
        LayerSpec conv = ZeroMeanConv.of(3, 2);
        for (float size : new float[] {1e-3f, 1e-8f, 1e-20f, 1e-30f, 0}) {
            for (LayerSpec layer : List.of(DENSE, conv)) {
                Shape input = layer == conv ? Shape.of(1, 2, 2) : Shape.of(4);
                try (Network network = Network.build(input, List.of(layer), KEY)) {
                    Tensor scale = Named.at(network.parameters(), "0/scale");
                    scale.assign(Tensor.full(size, scale.shape()));
                    Tensor x = Tensor.normal(KEY, input.batched(2)).variable();
                    Tensor y = network.forward(x, Pass.training(KEY));
                    assertThat(y.finite()).isTrue();
                    assertThat(Gradients.of(y.sum(), List.of(x, scale))).allMatch(Tensor::finite);
                }
            }
        }
    }

    @Test
    void logarithmicScalesFarBelowHaveFiniteGradients() {
        try (Network network = network(DENSE.with(WeightNoise.GAUSSIAN.with(Scale.LOG)))) {
            Tensor scale = Named.at(network.parameters(), "0/logScale");
            scale.assign(Tensor.full(-1e4, scale.shape()));
            Tensor y = network.forward(twins(), Pass.training(KEY));
            assertThat(y.finite()).isTrue();
            assertThat(Gradients.of(y.sum(), List.of(scale))).allMatch(Tensor::finite);
        }
    }

    @Test
    void theSignOfAScaleDoesNotMatterForGaussianOutputs() {
        try (Network network = network(DENSE)) {
            float[] y = network.forward(twins(), Pass.sampling(KEY)).toFloats();
            Tensor scale = Named.at(network.parameters(), "0/scale");
            scale.assign(scale.detach().times(-1));
            assertThat(network.forward(twins(), Pass.sampling(KEY)).toFloats()).isEqualTo(y);
        }
    }

    @Test
    void logarithmicScalesStartAtTheSameScales() {
        try (Network signed = network(DENSE);
                Network log = network(DENSE.with(WeightNoise.GAUSSIAN.with(Scale.LOG)))) {
            float[] scales = Named.at(signed.parameters(), "0/scale").toFloats();
            float[] logs = Named.at(log.parameters(), "0/logScale").toFloats();
            for (int i = 0; i < scales.length; i++) {
                assertThat(Math.exp(logs[i])).isCloseTo(Math.abs(scales[i]), within(1e-6));
            }
        }
    }

    @Test
    void drawnOutputsDifferBetweenEqualExamples() {
        try (Network network = network(DENSE)) {
            float[][] y = rows(network.forward(twins(), Pass.sampling(KEY)));
            assertThat(y[0]).isNotEqualTo(y[1]);
        }
    }

    @Test
    void drawnWeightsAreSharedByTheBatchAndOthersInEachDraw() {
        // behind dropout, which drops nothing here, and in a block the batch holds all draws already
        List<List<LayerSpec>> networks = List.of(
                List.of(SHARED),
                List.of(new Dropout(0), SHARED),
                List.of(new Dropout(0), new Residual(List.of(DENSE.with(WeightNoise.UNIFORM)), List.of(Dense.of(3)))));
        for (List<LayerSpec> specs : networks) {
            try (Network network = network(specs.toArray(LayerSpec[]::new))) {
                float[][] y = rows(network.forward(twins(), Pass.sampling(KEY), 3));
                assertThat(y).hasDimensions(6, 3);
                for (int draw = 0; draw < 3; draw++) {
                    assertThat(y[2 * draw + 1]).isEqualTo(y[2 * draw]);
                    assertThat(y[(2 * draw + 2) % 6]).isNotEqualTo(y[2 * draw]);
                }
            }
        }
    }

    @Test
    void theFirstOfSeveralDrawsIsTheOnlyOneOfAPlainPass() {
        try (Network network = network(new Dropout(0), SHARED)) {
            float[][] three = rows(network.forward(twins(), Pass.sampling(KEY), 3));
            assertThat(rows(network.forward(twins(), Pass.sampling(KEY)))[0]).isEqualTo(three[0]);
        }
    }

    @Test
    void aBatchThatDoesNotHoldItsDrawsIsRefused() {
        try (Network network = network(SHARED)) {
            assertThatThrownBy(() -> network.forward(twins(), Pass.sampling(KEY).stacked(3)))
                    .isInstanceOf(ShapeException.class)
                    .hasMessage("0: expected 3 draws of as many examples each, got [2, 4]");
        }
    }

    @Test
    void weightsAreInTheTraceAndActivationsAreNot() {
        try (Network network = network(DENSE)) {
            Pass pass = Pass.training(KEY);
            network.forward(twins(), pass);
            assertThat(pass.trace().weights()).containsExactly(new Trace.Weights.ZeroMean("0"));
            assertThat(pass.trace().sites()).isEmpty();
        }
    }

    @Test
    void aLayerWithoutBiasHasNoneToTrain() {
        try (Network network = network(DENSE.withoutBias())) {
            assertThat(network.parameters()).containsOnlyKeys("0/scale");
        }
    }
}
