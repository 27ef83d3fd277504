package dev.dither.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import dev.dither.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class VisualQuestionTest {
    private static final RandomKey KEY = RandomKey.root(43);
    private static final Shape REGIONS = Shape.of(3, 2);

    @AutoClose
    final Scope scope = Scope.open();

    private static Network network(VisualQuestion spec, int length) {
        return Network.build(Shape.of(spec.image().elements() + length), List.of(spec), KEY);
    }

    private static VisualQuestion question(int hops, double dropProbability) {
        return new VisualQuestion(REGIONS, List.of(), new TextEncoder(4, 2, 2, 1, 0), 2, hops, dropProbability);
    }

    private static void wave(Network network) {
        Waves.set(
                network,
                "0/text/words",
                "0/text/0/input",
                "0/text/0/recurrent",
                "0/text/0/bias",
                "0/regions/weight",
                "0/regions/bias",
                "0/hops/0/image",
                "0/hops/0/query",
                "0/hops/0/bias",
                "0/hops/0/score",
                "0/hops/1/image",
                "0/hops/1/query",
                "0/hops/1/bias",
                "0/hops/1/score");
    }

    private static Tensor row(float... numbers) {
        return Tensor.of(numbers, Shape.of(1, numbers.length));
    }

    private static Tensor asked() {
        return row(0.5f, -1, 2, 0.25f, -0.75f, 1.5f, 2, 3, 1, 0);
    }

    /** What leaves each path of one pass. */
    private static Map<String, Tensor> seen(Network network, Tensor x, RandomKey key, int draws) {
        Map<String, Tensor> seen = new LinkedHashMap<>();
        Pass pass = new Pass(NoiseMode.SAMPLE, StatisticsMode.RUNNING, key, "", new Trace(seen::put));
        network.forward(x, pass, draws);
        return seen;
    }

    /** Computed by NumPy 2.4.6 in 64 bits from the published equations. */
    @Test
    void twoHopsAreThoseOfTheEquations() {
        try (Network network = network(question(2, 0.5), 4)) {
            wave(network);
            Map<String, Tensor> seen = seen(network, asked(), KEY, 1);
            close(seen.get("0/hops/0"), 0.32045644, 0.36597646, 0.3135671);
            close(seen.get("0/hops/1"), 0.3198495, 0.36260123, 0.31754928);
            close(network.forward(asked(), Pass.mean()), 0.208906785, 0.119310783);
        }
    }

    private static void close(Tensor found, double... expected) {
        double[] values = found.toDoubles();
        assertThat(values).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(values[i]).isCloseTo(expected[i], within(1e-7));
        }
    }

    /** v = ± 1/2, since tanh(ln 3 / 2) = 1/2; h = tanh(ln 3 · v) = ± 1/2; scores ± ln 3 / 2, so p = 3/4 and 1/4; Σ p v = 1/4. */
    @Test
    void attentionByHand() {
        float ln3 = (float) Math.log(3);
        TextEncoder text = new TextEncoder(2, 1, 1, 1, 0);
        try (Network network = network(new VisualQuestion(Shape.of(2, 1), List.of(), text, 1, 1, 0), 1)) {
            Map<String, float[]> values = network.trained().toArrays();
            values.put("0/regions/weight", new float[] {1});
            values.put("0/hops/0/image", new float[] {ln3});
            values.put("0/hops/0/score", new float[] {ln3});
            network.trained().assign(values);
            Tensor unasked = row(ln3 / 2, -ln3 / 2, 0);
            close(seen(network, unasked, KEY, 1).get("0/hops/0"), 0.75, 0.25);
            close(network.forward(unasked, Pass.mean()), 0.25);
        }
    }

    @Test
    void attentionToEachImageSumsToOne() {
        VisualQuestion spec =
                new VisualQuestion(Shape.of(2, 4, 5), List.of(Conv.of(3, 2)), new TextEncoder(4, 2, 3, 1, 0), 4, 2, 0);
        try (Network network = network(spec, 2)) {
            Tensor images = Tensor.normal(KEY, Shape.of(3, 40));
            Tensor texts = Tensor.of(new float[] {1, 2, 3, 0, 0, 0}, Shape.of(3, 2));
            Tensor weights =
                    seen(network, Tensor.concatenated(1, images, texts), KEY, 1).get("0/hops/1");
            assertThat(weights.shape()).isEqualTo(Shape.of(3, 3 * 4));
            for (int i = 0; i < 3; i++) {
                assertThat(weights.narrow(0, i, 1).sum().item()).isCloseTo(1, within(1e-6));
            }
        }
    }

    /** A map of features that vision leaves as it is gives what the same features give as regions, position by position. */
    @Test
    void positionsOfAMapAreRegions() {
        TextEncoder text = new TextEncoder(4, 2, 2, 1, 0);
        try (Network rows = network(new VisualQuestion(Shape.of(6, 2), List.of(), text, 2, 2, 0), 1);
                Network map = network(new VisualQuestion(Shape.of(2, 2, 3), List.of(), text, 2, 2, 0), 1)) {
            float[] regions = new float[13];
            float[] channels = new float[13];
            for (int i = 0; i < 12; i++) {
                regions[i] = (float) Math.sin(i);
                channels[i % 2 * 6 + i / 2] = regions[i];
            }
            regions[12] = 3;
            channels[12] = 3;
            assertThat(map.forward(row(channels), Pass.mean()).toFloats())
                    .containsExactly(rows.forward(row(regions), Pass.mean()).toFloats(), within(1e-6f));
        }
    }

    @Test
    void dropoutIsOnTheOutputAlone() {
        try (Network network = network(question(2, 0.5), 4)) {
            wave(network);
            float[] mean = network.forward(asked(), Pass.mean()).toFloats();
            float[] draws = network.forward(asked(), Pass.sampling(KEY), 200).toFloats();
            for (int i = 0; i < draws.length; i++) {
                assertThat(draws[i]).isIn(0f, 2 * mean[i % 2]);
            }
            assertThat(draws).contains(0f, 2 * mean[0], 2 * mean[1]);
        }
    }

    @Test
    void allBeforeTheFirstDrawIsComputedOnceForAllDraws() {
        List<LayerSpec> quiet = List.of(Conv.of(3, 2));
        List<LayerSpec> noisy = List.of(Conv.of(3, 2), new Dropout(0.5));
        TextEncoder one = new TextEncoder(4, 2, 3, 1, 0.5);
        TextEncoder two = new TextEncoder(4, 2, 3, 2, 0.5);
        assertThat(rows(quiet, one)).isEqualTo(Map.of("0/vision/0", 2L, "0/hops/0", 2L, "0", 10L));
        assertThat(rows(quiet, two)).isEqualTo(Map.of("0/vision/0", 2L, "0/hops/0", 10L, "0", 10L));
        assertThat(rows(noisy, one)).isEqualTo(Map.of("0/vision/0", 2L, "0/vision/1", 10L, "0/hops/0", 10L, "0", 10L));
    }

    private static Map<String, Long> rows(List<LayerSpec> vision, TextEncoder text) {
        VisualQuestion spec = new VisualQuestion(Shape.of(1, 3, 3), vision, text, 4, 1, 0.5);
        try (Network network = network(spec, 1)) {
            Tensor x = Tensor.concatenated(
                    1, Tensor.normal(KEY, Shape.of(2, 9)), Tensor.of(new float[] {1, 2}, Shape.of(2, 1)));
            Map<String, Long> rows = new LinkedHashMap<>();
            seen(network, x, KEY, 5)
                    .forEach((path, output) -> rows.put(path, output.shape().size(0)));
            return rows;
        }
    }

    @Test
    void parametersAndBuffersOfVisionNestByPath() {
        VisualQuestion spec = new VisualQuestion(
                Shape.of(1, 3, 3), List.of(BatchNorm.DEFAULT), new TextEncoder(4, 2, 3, 1, 0), 4, 1, 0);
        try (Network network = network(spec, 1)) {
            assertThat(network.trained().byName().keySet()).contains("0/vision/0/scale", "0/text/words");
            assertThat(network.tracked().byName().keySet()).containsExactly("0/vision/0/mean", "0/vision/0/variance");
        }
    }

    @Test
    void shapesThatDoNotFitAreRefusedWithThePath() {
        List<LayerSpec> spec = List.of(question(1, 0));
        assertThatThrownBy(() -> Network.build(Shape.of(6), spec, KEY))
                .isInstanceOf(ShapeException.class)
                .hasMessage(
                        "0/visual-question: expected a vector of the 6 numbers of an image [3, 2], then words, got [6]");
        TextEncoder text = new TextEncoder(4, 2, 2, 1, 0);
        LayerSpec flat = new VisualQuestion(Shape.of(1, 3, 3), List.of(new Flatten()), text, 2, 1, 0);
        assertThatThrownBy(() -> Network.build(Shape.of(10), List.of(flat), KEY))
                .hasMessage("0/visual-question: expected vision that gives a map [C, H, W] or regions [R, C], got [9]");
        LayerSpec wrong = new VisualQuestion(Shape.of(1, 3, 3), List.of(Activation.TANH, Dense.of(2)), text, 2, 1, 0);
        assertThatThrownBy(() -> Network.build(Shape.of(10), List.of(wrong), KEY))
                .hasMessageStartingWith("0/vision/1/dense: expected a vector [K]");
    }

    @Test
    void aHopMoreOnlyAddsToWhatIsBuilt() {
        try (Network one = network(question(1, 0), 4);
                Network two = network(question(2, 0), 4)) {
            Map<String, float[]> values = two.trained().toArrays();
            one.trained()
                    .toArrays()
                    .forEach((name, tensor) -> assertThat(Arrays.equals(tensor, values.get(name)))
                            .as(name)
                            .isTrue());
        }
    }
}
