package dev.dither.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Draws in single precision are differentiated here, those in double precision by the engine: the same numbers are expected. */
class DrawnLinearTest {
    private static final RandomKey KEY = RandomKey.root(3);

    @AutoClose
    final Scope scope = Scope.open();

    @ParameterizedTest
    @CsvSource({ // b of r to about four times the spread; beyond 80 the engine differentiates
        "3, 7, 2, VALUE",
        "3, 7, 2, LOGARITHM",
        "3, 7, 2, MEAN",
        "3, 7, 2, ALL",
        "32, 128, 2, HINGE",
        "32, 128, 2, ALL",
        "40, 700, 15, ALL",
        "3, 700, 60, VALUE"
    })
    void gradientsAreThoseOfDoublePrecision(int examples, int units, double spread, Asked asked) {
        for (boolean rectified : new boolean[] {true, false}) {
            List<Tensor> single = factors(examples, units, spread);
            List<Tensor> wide = single.stream().map(Tensor::toDouble).toList();
            List<double[]> found = gradients(single, rectified, asked);
            List<double[]> expected = gradients(wide, rectified, asked);
            for (int i = 0; i < expected.size(); i++) {
                double largest =
                        Arrays.stream(expected.get(i)).map(Math::abs).max().orElseThrow();
                assertThat(found.get(i)).as("%d", i).containsExactly(expected.get(i), within(2e-5 * (largest + 1e-3)));
            }
        }
    }

    /** Returns x, W and b. */
    private static List<Tensor> factors(int examples, int units, double spread) {
        return List.of(
                Tensor.normal(KEY.child("x"), Shape.of(examples, 5)),
                Tensor.normal(KEY.child("w"), Shape.of(2L * units, 5)),
                Tensor.normal(KEY.child("b"), Shape.of(2L * units)).times(spread));
    }

    /** By x, W and b; where gradients of all are recorded, so is the draw in single precision. */
    private static List<double[]> gradients(List<Tensor> factors, boolean rectified, Asked asked) {
        List<Tensor> variables =
                factors.stream().map(each -> each.detach().variable()).toList();
        return asked.slopes(draw(variables, rectified), variables);
    }

    private static Draw draw(List<Tensor> factors, boolean rectified) {
        Tensor x = factors.get(0);
        Tensor weight = factors.get(1);
        Shape shape = Shape.of(x.shape().size(0), weight.shape().size(0) / 2);
        Tensor noise = Tensor.normal(KEY.child("noise"), shape).like(x);
        return rectified
                ? DrawnLinear.rectified(x, weight, factors.get(2), noise)
                : DrawnLinear.of(x, weight, factors.get(2), noise);
    }

    @Test
    void whatGainsIsWhatTheEngineNeedNotGoOnFrom() {
        Tensor x = Tensor.normal(KEY, Shape.of(3, 4));
        Tensor weight = Tensor.normal(KEY, Shape.of(6, 4)).variable();
        assertThat(DrawnLinear.gains(x, weight)).isTrue();
        assertThat(DrawnLinear.gains(x.detach().variable(), weight)).isTrue();
        assertThat(DrawnLinear.gains(x.detach().variable().times(2), weight)).isFalse();
        assertThat(DrawnLinear.gains(x, weight.times(2))).isFalse();
        assertThat(DrawnLinear.gains(x, weight.detach())).isFalse();
        assertThat(DrawnLinear.gains(x.toDouble(), weight)).isFalse();
        try (Gradients.Off off = Gradients.off()) {
            assertThat(DrawnLinear.gains(x, weight)).isFalse();
        }
    }

    @Test
    void nothingComesBackWhereReluIsZero() {
        Tensor x = Tensor.of(new float[] {-1, 0, 1e-30f, 2}, Shape.of(4, 1)).variable();
        Tensor weight = Tensor.of(new float[] {1, 0}, Shape.of(2, 1)).variable();
        Tensor bias = Tensor.of(new float[] {0, -3}, Shape.of(2)).variable();
        Tensor y = DrawnLinear.rectified(x, weight, bias, Tensor.full(0, Shape.of(4, 1)))
                .value();
        assertThat(Gradients.of(y.sum(), List.of(x)).get(0).toFloats()).containsExactly(0, 0, 1, 1);
    }

    @Test
    void historyLeavesAScopeWithIt() {
        List<Tensor> factors =
                factors(4, 6, 1).stream().map(each -> each.detach().variable()).toList();
        Tensor kept;
        try (Scope inner = Scope.open()) {
            kept = inner.keep(Asked.ALL.of(draw(factors, true)));
        }
        List<Tensor> found = Gradients.of(kept, factors);
        List<Tensor> expected = Gradients.of(Asked.ALL.of(draw(factors, true)), factors);
        for (int i = 0; i < 3; i++) {
            assertThat(found.get(i).toFloats()).isEqualTo(expected.get(i).toFloats());
        }
    }

    @Test
    @Tag("determinism")
    void anyNumberOfThreadsGivesTheSameBits() {
        AnyThreads.requireSameBits(() -> {
            List<Tensor> variables = factors(200, 300, 3).stream()
                    .map(each -> each.detach().variable())
                    .toList();
            return Gradients.of(Asked.ALL.of(draw(variables, true)), variables).stream()
                    .map(Tensor::toFloats)
                    .toList();
        });
    }
}
