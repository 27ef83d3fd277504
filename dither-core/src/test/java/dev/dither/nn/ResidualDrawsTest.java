package dev.dither.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several draws of a residual block: what comes before its first noise is computed once. */
class ResidualDrawsTest {
    private static final RandomKey KEY = RandomKey.root(31);
    private static final Shape IMAGE = Shape.of(2, 4, 4);
    private static final int EXAMPLES = 3;
    private static final int DRAWS = 4;

    @AutoClose
    final Scope scope = Scope.open();

    private static Tensor x() {
        return Tensor.normal(KEY.child("x"), IMAGE.batched(EXAMPLES));
    }

    /** The block of a wide residual network, which projects. */
    private static Residual projecting() {
        Conv window = Conv.same(2, 3).withoutBias();
        return new Residual(
                List.of(window, BatchNorm.DEFAULT, Activation.RELU, new Dropout(0.5), window),
                List.of(Conv.of(2, 1).withoutBias()));
    }

    static Stream<Residual> blocks() {
        return Stream.of(
                projecting(),
                Residual.of(Conv.same(2, 3), new Dropout(0.5), Conv.same(2, 3)),
                Residual.of(new Dropout(0.5), Conv.same(2, 3)),
                new Residual(List.of(Conv.same(2, 3)), List.of(Activation.RELU, new Dropout(0.5))),
                Residual.of(Activation.RELU, Residual.of(Activation.TANH, new Dropout(0.5), Conv.same(2, 3))),
                Residual.of(Conv.same(2, 3), Activation.RELU));
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void drawsAreThoseOfRowsRepeatedFirst(Residual block) {
        for (StatisticsMode statistics : List.of(StatisticsMode.RUNNING, StatisticsMode.BATCH)) {
            Layer layer = block.build(IMAGE, KEY);
            Pass pass = Pass.sampling(KEY).withStatistics(statistics);
            float[] shared = layer.forward(x(), pass, DRAWS).toFloats();
            float[] repeated =
                    layer.forward(x().repeated(DRAWS), pass.stacked(DRAWS)).toFloats();
            assertThat(shared).hasSize((int) IMAGE.batched(EXAMPLES * DRAWS).elements());
            assertThat(shared).containsExactly(repeated, within(1e-5f));
        }
    }

    @Test
    void drawsDiffer() {
        float[] y = projecting()
                .build(IMAGE, KEY)
                .forward(x(), Pass.sampling(KEY), DRAWS)
                .toFloats();
        int draw = EXAMPLES * (int) IMAGE.elements();
        assertThat(Arrays.copyOf(y, draw)).isNotEqualTo(Arrays.copyOfRange(y, draw, 2 * draw));
    }

    @Test
    void onlyWhatFollowsTheNoiseIsComputedForEachDraw() {
        assertThat(rows(projecting()))
                .containsExactly(
                        Map.entry("body/0", 3L),
                        Map.entry("body/1", 3L),
                        Map.entry("body/2", 3L),
                        Map.entry("body/3", 12L),
                        Map.entry("body/4", 12L),
                        Map.entry("shortcut/0", 3L));
    }

    @Test
    void blocksInsideBlocksShareTheirWorkToo() {
        Residual inner = Residual.of(Activation.TANH, new Dropout(0.5));
        assertThat(rows(Residual.of(Activation.RELU, inner)))
                .containsEntry("body/0", 3L)
                .containsEntry("body/1/body/0", 3L)
                .containsEntry("body/1/body/1", 12L);
    }

    /** Returns how many rows left each layer. */
    private static Map<String, Long> rows(Residual block) {
        Map<String, Long> rows = new LinkedHashMap<>();
        Trace trace = new Trace((path, output) -> rows.put(path, output.shape().size(0)));
        block.build(IMAGE, KEY).forward(x(), Pass.sampling(KEY).tracedBy(trace), DRAWS);
        return rows;
    }

    @Test
    void runningStatisticsFollowWhatIsSharedOnceHoweverTheDrawsAreDivided() {
        Residual block = new Residual(
                List.of(BatchNorm.DEFAULT, new Dropout(0.5), BatchNorm.DEFAULT), List.of(BatchNorm.DEFAULT));
        Map<String, float[]> whole = statistics(block, DRAWS);
        Map<String, float[]> once = statistics(Residual.of(BatchNorm.DEFAULT), DRAWS);
        for (int count : new int[] {1, 2}) {
            Map<String, float[]> divided = statistics(block, count);
            assertThat(divided.keySet()).isEqualTo(whole.keySet());
            divided.forEach((name, values) -> assertThat(values)
                    .as(name)
                    .containsExactly(Objects.requireNonNull(whole.get(name)), within(1e-6f)));
        }
        for (String name : List.of("0/body/0/mean", "0/body/0/variance")) {
            assertThat(whole.get(name)).isEqualTo(once.get(name));
        }
    }

    /** Returns running statistics behind all draws of one batch, {@code count} of them in a pass. */
    private static Map<String, float[]> statistics(Residual block, int count) {
        try (Network network = Network.build(IMAGE, List.of(block), KEY)) {
            Function<Pass, Tensor> forwards = network.forwards(x(), Pass.training(KEY));
            for (int first = 0; first < DRAWS; first += count) {
                Tensor y = forwards.apply(Pass.training(KEY).from(first).stacked(count));
                assertThat(y.shape()).isEqualTo(IMAGE.batched((long) EXAMPLES * count));
            }
            return network.tracked().toArrays();
        }
    }

    @Test
    void gradientsAreThoseOfRowsRepeatedFirst() {
        Layer layer = projecting().build(IMAGE, KEY);
        Pass pass = Pass.sampling(KEY);
        Tensor once = x().variable();
        float[] shared = slopes(layer.forward(once, pass, DRAWS), once);
        float[] repeated = slopes(layer.forward(once.repeated(DRAWS), pass.stacked(DRAWS)), once);
        assertThat(shared).containsExactly(repeated, within(1e-3f));
    }

    private static float[] slopes(Tensor y, Tensor x) {
        return Gradients.of(y.times(y).sum(), List.of(x)).get(0).toFloats();
    }
}
