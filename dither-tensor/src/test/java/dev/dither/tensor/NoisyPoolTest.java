package dev.dither.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is added and pooled in one pass is compared with the engine's operations, one by one in double precision. */
class NoisyPoolTest {
    private static final RandomKey KEY = RandomKey.root(8);
    private static final RandomKey NOISE = KEY.child("noise");
    private static final double FLOOR = 1e-16;

    @AutoClose
    final Scope scope = Scope.open();

    /** Without b, with it, and with all of them computed from variables. */
    private enum Case {
        PLAIN,
        BIASED,
        COMPUTED
    }

    @ParameterizedTest
    @CsvSource({
        "2, 3, 4, 6, BIASED",
        "2, 3, 4, 6, PLAIN",
        "2, 3, 5, 7, BIASED",
        "2, 3, 4, 6, COMPUTED",
        "9, 20, 24, 24, BIASED"
    })
    void valuesAndGradientsAreThoseOfDoublePrecision(int examples, int units, int height, int width, Case of) {
        List<Tensor> variables = inputs(Shape.of(examples, units, height, width), of != Case.PLAIN);
        List<Tensor> wide = variables.stream()
                .map(each -> each.detach().toDouble().variable())
                .toList();
        Tensor expected = oneByOne(wide);
        Tensor found = pooled(
                of == Case.COMPUTED
                        ? variables.stream().map(each -> each.plus(0)).toList()
                        : variables);
        assertThat(found.shape()).isEqualTo(expected.shape());
        assertThat(found.toDoubles()).containsExactly(expected.toDoubles(), within(5e-6));
        List<Tensor> slopes = slopes(found, variables);
        List<Tensor> expectedSlopes = slopes(expected, wide);
        for (int i = 0; i < slopes.size(); i++) {
            double[] numbers = expectedSlopes.get(i).toDoubles();
            double tolerance = i < 2 ? 2e-5 : 2e-6 * examples * height * width;
            assertThat(slopes.get(i).toDoubles()).as("%d", i).containsExactly(numbers, within(tolerance));
        }
    }

    /** u, q and, if wanted, b. */
    private static List<Tensor> inputs(Shape images, boolean biased) {
        List<Tensor> inputs = new ArrayList<>();
        inputs.add(Tensor.normal(KEY.child("u"), images).variable());
        inputs.add(Tensor.normal(KEY.child("q"), images)
                .square()
                .plus(0.1)
                .detach()
                .variable());
        if (biased) {
            inputs.add(Tensor.normal(KEY.child("b"), Shape.of(images.size(1))).variable());
        }
        return inputs;
    }

    private static Tensor pooled(List<Tensor> inputs) {
        return Objects.requireNonNull(NoisyPool.of(inputs, FLOOR, List.of(NOISE)));
    }

    private static Tensor oneByOne(List<Tensor> inputs) {
        Tensor u = inputs.get(0);
        Tensor q = inputs.get(1);
        Tensor noise = Tensor.normal(NOISE, u.shape()).like(u);
        Tensor factor = noise.times(q.detach().plus(FLOOR).log().times(-0.5).exp());
        Tensor sum = u.plus(q.times(factor));
        return (inputs.size() > 2 ? sum.plusUnits(inputs.get(2)) : sum)
                .maxPool(2, 2)
                .relu();
    }

    private static List<Tensor> slopes(Tensor y, List<Tensor> variables) {
        Tensor weights = Tensor.normal(KEY.child("weights"), y.shape()).like(y);
        return Gradients.of(y.times(weights).sum(), variables);
    }

    @Test
    void eachDrawHasNoiseOfItsOwn() {
        List<Tensor> inputs = inputs(Shape.of(6, 4, 6, 6), true);
        List<RandomKey> keys = List.of(NOISE, KEY.child("another"));
        Tensor both = Objects.requireNonNull(NoisyPool.of(inputs, FLOOR, keys));
        for (int d = 0; d < 2; d++) {
            List<Tensor> rows =
                    List.of(inputs.get(0).narrow(0, 3L * d, 3), inputs.get(1).narrow(0, 3L * d, 3), inputs.get(2));
            Tensor one = Objects.requireNonNull(NoisyPool.of(rows, FLOOR, keys.subList(d, d + 1)));
            assertThat(both.narrow(0, 3L * d, 3).toFloats()).isEqualTo(one.toFloats());
        }
    }

    @Test
    void onlyGradientsThatAreWantedAreFound() {
        List<Tensor> inputs = inputs(Shape.of(2, 4, 6, 6), true);
        List<Tensor> all = slopes(pooled(inputs), inputs);
        for (int i = 0; i < inputs.size(); i++) {
            Tensor alone = slopes(pooled(inputs), inputs.subList(i, i + 1)).get(0);
            assertThat(alone.toFloats()).isEqualTo(all.get(i).toFloats());
        }
    }

    @Test
    void withoutVarianceThereIsNoNoise() {
        Tensor u = Tensor.normal(KEY, Shape.of(2, 4, 6, 6));
        Tensor y = pooled(List.of(u, Tensor.full(0, u.shape())));
        assertThat(y.toFloats()).isEqualTo(u.maxPool(2, 2).relu().toFloats());
    }

    @Test
    void windowsMustFit() {
        Tensor u = Tensor.normal(KEY, Shape.of(2, 4, 36, 1));
        assertThat(NoisyPool.of(List.of(u, u.square()), FLOOR, List.of(NOISE))).isNull();
        Tensor wide = Tensor.normal(KEY, Shape.of(2, 4, 6, 6)).toDouble();
        assertThat(NoisyPool.of(List.of(wide, wide.square()), FLOOR, List.of(NOISE)))
                .isNull();
    }

    @Test
    void historyLeavesAScopeWithIt() {
        List<Tensor> inputs = inputs(Shape.of(2, 4, 6, 6), true);
        Tensor kept;
        try (Scope inner = Scope.open()) {
            kept = inner.keep(pooled(inputs).square().sum());
        }
        assertThat(Gradients.of(kept, inputs).get(1).toFloats())
                .isEqualTo(Gradients.of(pooled(inputs).square().sum(), inputs)
                        .get(1)
                        .toFloats());
    }

    @Test
    @Tag("determinism")
    void anyNumberOfThreadsGivesTheSameBits() {
        List<Tensor> inputs = inputs(Shape.of(40, 20, 12, 12), true);
        AnyThreads.requireSameBits(() ->
                slopes(pooled(inputs), inputs).stream().map(Tensor::toFloats).toList());
    }
}
