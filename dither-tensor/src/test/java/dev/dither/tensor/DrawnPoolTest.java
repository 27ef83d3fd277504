package dev.dither.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is drawn and differentiated in one pass is compared with the engine's operations, one by one in double precision. */
class DrawnPoolTest {
    private static final RandomKey KEY = RandomKey.root(5);
    private static final RandomKey NOISE = KEY.child("noise");

    @AutoClose
    final Scope scope = Scope.open();

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
        Tensor bias = Tensor.normal(KEY.child("bias"), Shape.of(2L * units)).variable();
        List<Tensor> wide = Stream.of(single, bias)
                .map(each -> each.detach().toDouble().variable())
                .toList();
        Draw expected = oneByOne(wide);
        Draw found = pooled(single, bias, List.of(NOISE));
        assertThat(found.value().shape()).isEqualTo(expected.value().shape());
        assertThat(found.value().toDoubles()).containsExactly(expected.value().toDoubles(), within(5e-6));
        assertThat(found.logStddev().toDoubles())
                .containsExactly(expected.logStddev().toDoubles(), within(5e-6));
        List<double[]> slopes = asked.slopes(found, List.of(single, bias));
        List<double[]> expectedSlopes = asked.slopes(expected, wide);
        assertThat(slopes.get(0)).containsExactly(expectedSlopes.get(0), within(2e-5));
        assertThat(slopes.get(1)).containsExactly(expectedSlopes.get(1), within(2e-6 * examples * height * width));
    }

    private static Draw pooled(Tensor branches, Tensor bias, List<RandomKey> draws) {
        return Objects.requireNonNull(DrawnPool.of(branches, bias, draws));
    }

    private static Draw oneByOne(List<Tensor> inputs) {
        List<Tensor> halves = inputs.get(0).plusUnits(inputs.get(1)).halves(1);
        Tensor mean = halves.get(0);
        Softplus stddev = Softplus.of(halves.get(1));
        Tensor noise = Tensor.normal(NOISE, mean.shape()).like(mean);
        Tensor drawn = mean.plusProductRelu(stddev.value(), noise);
        return new Draw(mean, stddev.log(), drawn.maxPool(2, 2));
    }

    @Test
    void eachDrawHasNoiseOfItsOwn() {
        Tensor branches = Tensor.normal(KEY, Shape.of(6, 4, 6, 6));
        Tensor bias = Tensor.normal(KEY.child("bias"), Shape.of(4)).variable();
        List<RandomKey> keys = List.of(NOISE, KEY.child("another"));
        double[] both = pooled(branches.plus(0).variable(), bias, keys).value().toDoubles();
        List<Tensor> each = new ArrayList<>();
        for (int d = 0; d < 2; d++) {
            Tensor rows = branches.narrow(0, 3L * d, 3).plus(0).variable();
            each.add(pooled(rows, bias, keys.subList(d, d + 1)).value());
        }
        assertThat(both)
                .isEqualTo(Tensor.concatenated(0, each.toArray(Tensor[]::new)).toDoubles());
    }

    @Test
    void onlyGradientsThatAreWantedAreFound() {
        Tensor bias = Tensor.normal(KEY.child("bias"), Shape.of(4)).variable();
        double[] both = slopes(List.of(NOISE), bias).get(1);
        Tensor branches = Tensor.normal(KEY, Shape.of(2, 4, 6, 6)).variable();
        Draw draw = pooled(branches, bias, List.of(NOISE));
        assertThat(Asked.ALL.slopes(draw, List.of(bias)).get(0)).isEqualTo(both);
    }

    private static List<double[]> slopes(List<RandomKey> keys, Tensor bias) {
        Tensor branches = Tensor.normal(KEY, Shape.of(2, 4, 6, 6)).variable();
        return Asked.ALL.slopes(pooled(branches, bias, keys), List.of(branches, bias));
    }

    @Test
    void whatTheEngineGoesOnFromIsLeftToIt() {
        Tensor branches = Tensor.normal(KEY, Shape.of(2, 4, 6, 6)).variable();
        assertThat(draw(branches)).isNotNull();
        assertThat(draw(branches.times(2))).isNull();
        assertThat(draw(branches.detach())).isNull();
        assertThat(draw(branches.detach().toDouble().variable())).isNull();
        assertThat(draw(branches.detach().reshape(Shape.of(2, 4, 36, 1)).variable()))
                .isNull();
    }

    @Test
    void beyondTheBoundsOfSinglePrecisionThereIsNone() {
        assertThat(draw(Tensor.full(81, Shape.of(1, 4, 2, 2)).variable())).isNull();
        assertThat(draw(Tensor.full(-81, Shape.of(1, 4, 2, 2)).variable())).isNull();
        assertThat(draw(Tensor.full(Double.NaN, Shape.of(1, 4, 2, 2)).variable()))
                .isNull();
        assertThat(draw(Tensor.full(79, Shape.of(1, 4, 2, 2)).variable())).isNotNull();
    }

    private static @Nullable Draw draw(Tensor branches) {
        return DrawnPool.of(branches, Tensor.full(0, Shape.of(4)).variable(), List.of(NOISE));
    }

    @Test
    void historyLeavesAScopeWithIt() {
        Tensor branches = Tensor.normal(KEY, Shape.of(2, 4, 6, 6)).variable();
        Tensor bias = Tensor.full(0, Shape.of(4)).variable();
        Tensor kept;
        try (Scope inner = Scope.open()) {
            kept = inner.keep(Asked.ALL.of(pooled(branches, bias, List.of(NOISE))));
        }
        assertThat(Gradients.of(kept, List.of(branches)).get(0).toDoubles())
                .isEqualTo(slopes(List.of(NOISE), bias).get(0));
    }

    @Test
    @Tag("determinism")
    void anyNumberOfThreadsGivesTheSameBits() {
        Tensor bias = Tensor.normal(KEY.child("bias"), Shape.of(20)).variable();
        AnyThreads.requireSameBits(() -> {
            Tensor branches = Tensor.normal(KEY, Shape.of(40, 20, 12, 12)).variable();
            Tensor scalar = Asked.ALL.of(pooled(branches, bias, List.of(NOISE)));
            return Gradients.of(scalar, List.of(branches, bias)).stream()
                    .map(Tensor::toFloats)
                    .toList();
        });
    }
}
