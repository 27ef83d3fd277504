package dev.dither.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClippedTest {
    private static final List<String> NAMES = List.of("0/weight", "0/bias");
    private static final Sgd PLAIN = Sgd.of(1, 0);

    /** Length of the first gradient of two parameters together. */
    private static final double LENGTH = Math.sqrt(2 * firstGradientSquared());

    private static double firstGradientSquared() {
        double sum = 0;
        for (int i = 0; i < Quadratic.START.length; i++) {
            sum += Math.pow(Quadratic.gradient(i, Quadratic.START[i]), 2);
        }
        return sum;
    }

    @Test
    void aLongGradientKeepsItsDirectionAndGetsTheLimitAsItsNormOverAllParameters() {
        double limit = 0.25 * LENGTH;
        Map<String, double[]> found = Quadratic.run(new Clipped(PLAIN, limit), NAMES, 1);
        double squares = 0;
        for (double[] values : found.values()) {
            for (int i = 0; i < values.length; i++) {
                double moved = Quadratic.START[i] - values[i];
                squares += moved * moved;
                assertThat(moved).isCloseTo(0.25 * Quadratic.gradient(i, Quadratic.START[i]), within(1e-6));
            }
        }
        assertThat(Math.sqrt(squares)).isCloseTo(limit, within(1e-5));
    }

    @Test
    void aShortGradientKeepsItsBits() {
        Map<String, double[]> found = Quadratic.run(new Clipped(PLAIN, 1.0001 * LENGTH), NAMES, 1);
        assertThat(found.get("0/bias")).isEqualTo(Quadratic.run(PLAIN, 1));
        assertThat(Quadratic.run(new Clipped(PLAIN, 0.9999 * LENGTH), NAMES, 1).get("0/bias"))
                .isNotEqualTo(Quadratic.run(PLAIN, 1));
    }

    @Test
    void groupsInsideAreClippedTogether() {
        Grouped grouped = Grouped.of(PLAIN, new ParameterGroup("0/bias", 0, 1));
        double[] found =
                Quadratic.run(new Clipped(grouped, 0.5 * LENGTH), NAMES, 1).get("0/weight");
        assertThat(found[0]).isCloseTo(0.5, within(1e-6));
    }

    @Test
    void gradientsWithoutAFiniteNormArePassedOn() {
        double[] found = Quadratic.run(new Clipped(PLAIN, 1), Double.NaN, 1);
        assertThat(found).containsOnly(Double.NaN);
    }

    @Test
    void badLimitsAreRefused() {
        assertThatThrownBy(() -> new Clipped(PLAIN, 0)).hasMessage("clipped.maxNorm must be positive, got 0.0");
        assertThatThrownBy(() -> new Clipped(PLAIN, Double.NaN)).hasMessageContaining("clipped.maxNorm");
    }
}
