package dev.dither.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One unit with the values 1, 3, 5, 7: mean 4, variance 5, unbiased variance 20 / 3. */
class NormalizationTest {
    private static final double[] VALUES = {1, 3, 5, 7};
    private static final double EPSILON = 0.5;

    @AutoClose
    final Scope scope = Scope.open();

    private Normalization normalization;
    private Tensor mean;
    private Tensor variance;

    @BeforeEach
    void build() {
        normalization = new Normalization(number(3), number(-1), EPSILON);
        mean = number(2);
        variance = number(10);
    }

    @Test
    void batchStatisticsAreMeanAndBiasedVariance() {
        requireNormalized(normalization.byBatch(values()), 4, 5);
    }

    @Test
    void givenStatisticsAreUsedAndLeftAlone() {
        requireNormalized(normalization.by(mean, variance, values()), 2, 10);
        assertThat(mean.item()).isEqualTo(2);
        assertThat(variance.item()).isEqualTo(10);
    }

    @Test
    void trackingMovesTheStatisticsTowardsTheBatch() {
        requireNormalized(normalization.tracking(new Normalization.Running(mean, variance, 0.25), values()), 4, 5);
        assertThat(mean.item()).isCloseTo(0.75 * 2 + 0.25 * 4, within(1e-12));
        assertThat(variance.item()).isCloseTo(0.75 * 10 + 0.25 * 20 / 3, within(1e-12));
    }

    private static Tensor values() {
        return Tensor.of(VALUES, Shape.of(4, 1));
    }

    private static Tensor number(double value) {
        return Tensor.of(new double[] {value}, Shape.of(1));
    }

    private static void requireNormalized(Tensor found, double mean, double variance) {
        double[] y = found.toDoubles();
        for (int i = 0; i < VALUES.length; i++) {
            double expected = 3 * (VALUES[i] - mean) / Math.sqrt(variance + EPSILON) - 1;
            assertThat(y[i]).isCloseTo(expected, within(1e-12));
        }
    }
}
