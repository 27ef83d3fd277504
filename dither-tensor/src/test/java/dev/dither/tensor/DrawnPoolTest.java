package dev.dither.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is drawn and differentiated in one pass is compared with the engine's operations, one by one in double precision. */
class DrawnPoolTest {
    private static final RandomKey KEY = RandomKey.root(5);

    @AutoClose
    final Scope scope = Scope.open();

    @AfterEach
    void close() {
        Engine.threads(Runtime.getRuntime().availableProcessors());
    }

    @ParameterizedTest
    @CsvSource({
        "2, 3, 4, 6, VALUE",
        "2, 3, 4, 6, LOGARITHM",
        "2, 3, 4, 6, HINGE",
        "2, 3, 4, 6, CHANNELS",
        "2, 3, 4, 6, MEAN",
        "2, 3, 5, 7, ALL",
        "9, 20, 24, 24, ALL"
    })
    void valuesAndGradientsAreThoseOfDoublePrecision(int examples, int units, int height, int width, Asked asked) {
        Shape shape = Shape.of(examples, 2L * units, height, width);
        Tensor single = Tensor.normal(KEY.child("branches"), shape).times(2).variable();
        Tensor wide = single.detach().toDouble().variable();
        Draw found = pooled(single);
        Draw expected = oneByOne(wide);
        assertThat(found.value().shape()).isEqualTo(expected.value().shape());
        assertThat(found.value().toDoubles()).containsExactly(expected.value().toDoubles(), within(5e-6));
        assertThat(found.logStddev().toDoubles())
                .containsExactly(expected.logStddev().toDoubles(), within(5e-6));
        assertThat(slopes(asked, found, single)).containsExactly(slopes(asked, expected, wide), within(2e-5));
    }

    private static double[] slopes(Asked asked, Draw draw, Tensor branches) {
        return asked.slopes(draw, List.of(branches)).get(0);
    }

    private static Draw pooled(Tensor branches) {
        assertThat(DrawnPool.takes(branches)).isTrue();
        return Objects.requireNonNull(DrawnPool.of(branches, noise(branches)));
    }

    private static Draw oneByOne(Tensor branches) {
        List<Tensor> halves = branches.halves(1);
        Tensor mean = halves.get(0);
        Softplus stddev = Softplus.of(halves.get(1));
        Tensor drawn = mean.plusProductRelu(stddev.value(), noise(branches).like(branches));
        return new Draw(mean, stddev.log(), drawn.maxPool(2, 2));
    }

    private static Tensor noise(Tensor branches) {
        Shape shape = branches.shape();
        return Tensor.normal(
                KEY.child("noise"), Shape.of(shape.size(0), shape.size(1) / 2, shape.size(2), shape.size(3)));
    }

    @Test
    void whatTheEngineGoesOnFromIsLeftToIt() {
        Tensor branches = Tensor.normal(KEY, Shape.of(2, 4, 6, 6)).variable();
        assertThat(DrawnPool.takes(branches)).isTrue();
        assertThat(DrawnPool.takes(branches.times(2))).isFalse();
        assertThat(DrawnPool.takes(branches.detach())).isFalse();
        assertThat(DrawnPool.takes(branches.detach().toDouble().variable())).isFalse();
        assertThat(DrawnPool.takes(branches.detach().reshape(Shape.of(2, 144)).variable()))
                .isFalse();
    }

    @Test
    void beyondTheBoundsOfSinglePrecisionThereIsNone() {
        Tensor branches = Tensor.full(81, Shape.of(1, 2, 2, 2)).variable();
        assertThat(DrawnPool.of(branches, noise(branches))).isNull();
    }

    @Test
    void historyLeavesAScopeWithIt() {
        Tensor branches = Tensor.normal(KEY, Shape.of(2, 4, 6, 6)).variable();
        Tensor kept;
        try (Scope inner = Scope.open()) {
            kept = inner.keep(Asked.ALL.of(pooled(branches)));
        }
        assertThat(Gradients.of(kept, List.of(branches)).get(0).toDoubles())
                .isEqualTo(slopes(Asked.ALL, pooled(branches), branches));
    }

    @Test
    @Tag("determinism")
    void anyNumberOfThreadsGivesTheSameBits() {
        Tensor branches = Tensor.normal(KEY, Shape.of(40, 20, 12, 12)).variable();
        double[] one = null;
        for (int threads = 1; threads <= 3; threads++) {
            Engine.threads(threads);
            double[] found = slopes(Asked.ALL, pooled(branches), branches);
            one = one == null ? found : one;
            assertThat(found).isEqualTo(one);
        }
    }
}
