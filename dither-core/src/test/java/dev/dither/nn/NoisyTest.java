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

/** {@link NoisyDense} and {@link PerturbedDense}; that their outputs have the right moments is in another test. */
class NoisyTest {
    private static final RandomKey KEY = RandomKey.root(43);
    private static final LayerSpec PERTURBED = new PerturbedDense(3, Init.FAN_IN_NORMAL, 0.3);
    private static final List<LayerSpec> ALL = List.of(NoisyDense.independent(3), NoisyDense.factorized(3), PERTURBED);

    @AutoClose
    final Scope scope = Scope.open();

    private static Network network(int inputs, LayerSpec... layers) {
        return Network.build(Shape.of(inputs), List.of(layers), KEY);
    }

    /** Two equal examples. */
    private static Tensor twins() {
        return Tensor.normal(KEY.child("x"), Shape.of(1, 4)).repeated(2);
    }

    @Test
    void independentNoiseStartsAsPublished() {
        try (Network network = network(300, NoisyDense.independent(200))) {
            Map<String, float[]> values = network.trained().toArrays();
            requireUniform(values.get("0/mean"), 0.1);
            requireWithin(values.get("0/bias"), 0.1);
            assertThat(values.get("0/scale")).hasSize(60_000).containsOnly(0.017f);
            assertThat(values.get("0/biasScale")).hasSize(200).containsOnly(0.017f);
        }
    }

    @Test
    void factorizedNoiseStartsAsPublished() {
        try (Network network = network(100, NoisyDense.factorized(200))) {
            Map<String, float[]> values = network.trained().toArrays();
            requireUniform(values.get("0/mean"), 0.1);
            requireWithin(values.get("0/bias"), 0.1);
            assertThat(values.get("0/scale")).hasSize(20_000).containsOnly(0.05f);
            assertThat(values.get("0/biasScale")).hasSize(200).containsOnly(0.05f);
        }
    }

    /** All values within ±bound, and a variance of bound² / 3 within 3 %, which is 4 standard errors or more. */
    private static void requireUniform(float[] values, double bound) {
        requireWithin(values, bound);
        double square = 0;
        for (float value : values) {
            square += value * (double) value / values.length;
        }
        assertThat(square).isCloseTo(bound * bound / 3, within(0.03 * bound * bound / 3));
    }

    private static void requireWithin(float[] values, double bound) {
        for (float value : values) {
            assertThat(Math.abs(value)).isLessThanOrEqualTo((float) bound);
        }
        assertThat(Arrays.equals(values, new float[values.length])).isFalse();
    }

    @Test
    void factorizedNoiseIsAProductOfWhatInputsAndUnitsDraw() {
        try (Network network = network(4, NoisyDense.factorized(3))) {
            float[] ones = new float[12];
            Arrays.fill(ones, 1);
            network.trained()
                    .assign(Map.of(
                            "0/mean",
                            new float[12],
                            "0/bias",
                            new float[3],
                            "0/scale",
                            ones,
                            "0/biasScale",
                            new float[] {1, 1, 1}));
            float[] identity = new float[20];
            for (int i = 0; i < 4; i++) {
                identity[5 * i] = 1;
            }
            // rows: weights of each input plus biases; the last row, for an input of 0: biases
            float[] y = network.forward(Tensor.of(identity, Shape.of(5, 4)), Pass.sampling(KEY))
                    .toFloats();
            for (int i = 0; i < 4; i++) {
                double ofInput = (y[3 * i] - y[12]) / y[12];
                for (int unit = 0; unit < 3; unit++) {
                    assertThat(y[3 * i + unit] - y[12 + unit])
                            .isCloseTo((float) (ofInput * y[12 + unit]), within(1e-5f));
                }
            }
        }
    }

    @Test
    void perturbedWeightsStartLikeThoseOfADenseLayer() {
        try (Network perturbed = network(4, PERTURBED);
                Network dense = network(4, new Dense(3, Init.FAN_IN_NORMAL))) {
            assertThat(perturbed.trained().toArrays())
                    .containsExactlyEntriesOf(dense.trained().toArrays());
            assertThat(perturbed.forward(twins(), Pass.mean()).toFloats())
                    .isEqualTo(dense.forward(twins(), Pass.mean()).toFloats());
        }
    }

    @Test
    void theScaleOfAPerturbationIsTrackedAndStretchesIt() {
        try (Network network = network(4, PERTURBED)) {
            assertThat(network.tracked().toArrays().get("0/noiseScale")).containsExactly(0.3f);
            float[] mean = network.forward(twins(), Pass.mean()).toFloats();
            float[] once = network.forward(twins(), Pass.sampling(KEY)).toFloats();
            network.tracked().assign(Map.of("0/noiseScale", new float[] {0.6f}));
            float[] twice = network.forward(twins(), Pass.sampling(KEY)).toFloats();
            for (int i = 0; i < mean.length; i++) {
                assertThat(twice[i] - mean[i]).isCloseTo(2 * (once[i] - mean[i]), within(1e-5f));
            }
        }
    }

    @Test
    void examplesShareTheirDrawAndDrawsDiffer() {
        for (LayerSpec spec : ALL) {
            try (Network network = network(4, spec)) {
                float[] y = network.forward(twins(), Pass.sampling(KEY), 2).toFloats();
                assertThat(Arrays.copyOfRange(y, 3, 6)).isEqualTo(Arrays.copyOf(y, 3));
                assertThat(Arrays.copyOfRange(y, 6, 9)).isNotEqualTo(Arrays.copyOf(y, 3));
            }
        }
    }

    @Test
    void thePassDrawsTheSameWeightsForABatchAndForEachExample() {
        LayerSpec drawn = ZeroMeanDense.of(3).with(WeightNoise.GAUSSIAN.with(WeightNoise.Drawing.WEIGHTS));
        Tensor x = Tensor.normal(KEY.child("batch"), Shape.of(5, 4));
        for (LayerSpec spec : List.of(ALL.get(0), ALL.get(1), ALL.get(2), drawn)) {
            try (Network network = network(4, Dense.of(4), spec)) {
                float[] batch = network.forward(x, Pass.sampling(KEY)).toFloats();
                for (int i = 0; i < 5; i++) {
                    float[] alone = network.forward(x.narrow(0, i, 1), Pass.sampling(KEY))
                            .toFloats();
                    // another draw would be off by tenths
                    assertThat(alone).containsExactly(Arrays.copyOfRange(batch, 3 * i, 3 * i + 3), within(1e-5f));
                }
            }
        }
    }

    @Test
    void theFunctionOfAPassIsItsForward() {
        Tensor x = Tensor.normal(KEY.child("batch"), Shape.of(5, 4));
        List<LayerSpec> specs = List.of(
                ALL.get(0),
                ALL.get(1),
                ALL.get(2),
                ZeroMeanDense.of(3),
                ZeroMeanDense.of(3).with(WeightNoise.BERNOULLI),
                new Dropout(0.5),
                Residual.of(NoisyDense.independent(4)));
        for (LayerSpec spec : specs) {
            try (Network network = network(4, Dense.of(4), spec, Activation.RELU)) {
                float[] forward = network.forward(x, Pass.sampling(KEY)).toFloats();
                var function = network.function(Pass.sampling(KEY));
                assertThat(function.apply(x).toFloats()).isEqualTo(forward);
                assertThat(function.apply(x).toFloats()).isEqualTo(forward);
            }
        }
    }

    @Test
    void theFunctionOfAPassRefusesWhatForwardRefuses() {
        try (Network network = network(4, ALL.get(0))) {
            var function = network.function(Pass.sampling(KEY));
            assertThatThrownBy(() -> function.apply(Tensor.full(0, Shape.of(1, 5))))
                    .hasMessage("input: expected [N, 4], got [1, 5]");
        }
        try (Network network = network(4, ZeroMeanDense.of(3).with(WeightNoise.BERNOULLI))) {
            assertThatThrownBy(() -> network.function(Pass.mean()).apply(twins()))
                    .isInstanceOf(NoMeanPathException.class);
        }
    }

    @Test
    void gradientsFlowThroughAFunctionToTheParametersOfTheNoise() {
        try (Network network = network(4, NoisyDense.factorized(3))) {
            Tensor y = network.function(Pass.sampling(KEY)).apply(twins());
            List<Tensor> found =
                    Gradients.of(y.square().sum(), network.trained().all());
            Tensor expected =
                    network.forward(twins(), Pass.sampling(KEY)).square().sum();
            List<Tensor> wanted = Gradients.of(expected, network.trained().all());
            for (int i = 0; i < wanted.size(); i++) {
                assertThat(found.get(i).toFloats()).isEqualTo(wanted.get(i).toFloats());
            }
        }
    }

    @Test
    void scalesThatAreNotPositiveAreRefused() {
        assertThatThrownBy(() -> new NoisyDense(3, NoisyDense.Noise.INDEPENDENT, 0))
                .hasMessage("noisy-dense.initialScale must be positive, got 0.0");
        assertThatThrownBy(() -> new PerturbedDense(3, Init.HE_NORMAL, Double.NaN))
                .hasMessage("perturbed-dense.initialScale must be positive, got NaN");
    }
}
