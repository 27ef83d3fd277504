package dev.dither.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Averages in single precision are differentiated here, those in double precision by the engine: the same numbers are expected. */
class MeanShortfallTest {
    /** About half of the averages of the numbers below, whatever the axes. */
    private static final double MARGIN = 0.02;

    @AutoClose
    final Scope scope = Scope.open();

    static Stream<Arguments> shapesAndAxes() {
        return Stream.of(
                Arguments.of(Shape.of(6, 5), new long[] {0}),
                Arguments.of(Shape.of(6, 5), new long[] {1}),
                Arguments.of(Shape.of(3, 4, 5, 2), new long[] {0, 2, 3}),
                Arguments.of(Shape.of(3, 4, 5, 2), new long[] {1, 2, 3}));
    }

    @ParameterizedTest
    @MethodSource("shapesAndAxes")
    void valueAndGradientAreThoseOfDoublePrecision(Shape shape, long[] axes) {
        Tensor x = Tensor.normal(RandomKey.root(1), shape).variable();
        Tensor wide = x.detach().toDouble().variable();
        Tensor found = x.meanShortfall(MARGIN, axes);
        Tensor expected = wide.meanShortfall(MARGIN, axes);
        assertThat(found.hasHistory()).isFalse();
        assertThat(expected.hasHistory()).isTrue();
        assertThat(found.item()).isCloseTo(expected.item(), within(1e-7));
        assertThat(slopes(found, x)).containsExactly(slopes(expected, wide), within(1e-7));
        assertThat(slopes(found, x)).contains(new double[] {0, -3.0 / shape.elements()}, within(1e-7));
    }

    /** By a function of it, so that its own gradient is not 1. */
    private static double[] slopes(Tensor shortfall, Tensor by) {
        return Gradients.of(shortfall.times(3), List.of(by)).get(0).toDoubles();
    }

    @Test
    void anAverageAtTheMarginHasNoSlope() {
        Tensor x = Tensor.of(new float[] {1, 3, 2, 1}, Shape.of(2, 2)).variable();
        Tensor shortfall = x.meanShortfall(2, 1);
        assertThat(shortfall.item()).isEqualTo(0.25);
        assertThat(Gradients.of(shortfall, List.of(x)).get(0).toFloats()).containsExactly(0, 0, -0.25f, -0.25f);
    }

    @Test
    void notANumberIsNotHidden() {
        Tensor x = Tensor.of(new float[] {5, Float.NaN, 5, 5}, Shape.of(2, 2)).variable();
        assertThat(x.meanShortfall(1, 0).item()).isNaN();
    }

    @Test
    void historyLeavesAScopeWithIt() {
        Tensor x = Tensor.of(new float[] {0, 1}, Shape.of(1, 2)).variable();
        Tensor kept;
        try (Scope inner = Scope.open()) {
            kept = inner.keep(x.meanShortfall(2, 1));
        }
        assertThat(Gradients.of(kept, List.of(x)).get(0).toFloats()).containsExactly(-0.5f, -0.5f);
    }
}
