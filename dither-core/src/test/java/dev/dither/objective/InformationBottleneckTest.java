package dev.dither.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.nn.Parameters;
import dev.dither.nn.Trace;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InformationBottleneckTest {
    private static final Parameters NO_PARAMETERS = new Parameters(Map.of());

    @Test
    void rateIsSummedOverUnitsAndAveragedOverExamples() {
        // by hand: N(1, 1) 0.5, N(0, e²) ½ (7.389056 − 1) − 1 = 2.194528, N(−2, 1) 2, N(0, 1) 0
        double rate = rate(Shape.of(2, 2), new float[] {1, 0, -2, 0}, new float[] {0, 1, 0, 0});
        assertThat(rate).isCloseTo((0.5 + 2.194528 + 2) / 2, within(1e-5));
    }

    @Test
    void channelsAndPositionsAreUnits() { // one example of four values
        double rate = rate(Shape.of(1, 2, 1, 2), new float[] {1, 0, -2, 0}, new float[] {0, 1, 0, 0});
        assertThat(rate).isCloseTo(0.5 + 2.194528 + 2, within(1e-5));
    }

    @Test
    void layersAreAdded() {
        try (Scope scope = Scope.open()) {
            Trace trace = new Trace();
            trace.add(site(Shape.of(1, 1), new float[] {1}, new float[] {0}));
            trace.add(site(Shape.of(1, 1), new float[] {2}, new float[] {0}));
            assertThat(InformationBottleneck.published()
                            .value(trace, NO_PARAMETERS)
                            .item())
                    .isCloseTo(2.5, within(1e-6));
        }
    }

    @Test
    void rateIsNeverNegativeAndZeroAtThePriorAlone() {
        assertThat(rate(Shape.of(1, 3), new float[3], new float[3])).isZero();
        for (float logStddev : new float[] {-60, -5, -0.1f, 0.1f, 3}) {
            assertThat(rate(Shape.of(1, 1), new float[1], new float[] {logStddev}))
                    .isPositive()
                    .isFinite();
        }
    }

    @Test
    void badSettingsAndPassesWithoutNoiseAreRefused() {
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new InformationBottleneck(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("information-bottleneck.coefficient must be finite and >= 0, got " + bad);
        }
        assertThatThrownBy(() -> InformationBottleneck.published().value(new Trace(), NO_PARAMETERS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one noise site");
    }

    private static double rate(Shape shape, float[] mean, float[] logStddev) {
        try (Scope scope = Scope.open()) {
            Trace trace = new Trace();
            trace.add(site(shape, mean, logStddev));
            return InformationBottleneck.published().value(trace, NO_PARAMETERS).item();
        }
    }

    private static Trace.Site site(Shape shape, float[] mean, float[] logStddev) {
        return new Trace.Site("site", Tensor.of(mean, shape), Tensor.of(logStddev, shape));
    }
}
