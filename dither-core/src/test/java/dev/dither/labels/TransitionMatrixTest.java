package dev.dither.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import org.junit.jupiter.api.Test;

class TransitionMatrixTest {
    @Test
    void theInverseIsThatOfNumPy() { // numpy.linalg.inv, float64
        double[][] inverse = LogitsCase.NOISE.inverse();
        assertThat(inverse[0])
                .containsExactly(
                        new double[] {1.5172413793103448, -0.6206896551724137, 0.10344827586206898}, within(1e-14));
        assertThat(inverse[1])
                .containsExactly(
                        new double[] {-0.20689655172413796, 1.4482758620689653, -0.24137931034482762}, within(1e-14));
        assertThat(inverse[2])
                .containsExactly(
                        new double[] {0.13793103448275865, -0.9655172413793104, 1.8275862068965518}, within(1e-14));
    }

    @Test
    void aSingularMatrixHasNoInverse() {
        assertThatThrownBy(() -> swapped(0.5).inverse())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "transition matrix has no usable inverse: expected a norm of at most 1000, got NaN;"
                                + " its rows are too much alike; use the forward correction or a matrix with a larger diagonal");
    }

    @Test
    void aBadlyConditionedMatrixHasNoUsableInverse() { // the norm is 1 / (1 − 2 p)
        assertThat(swapped(0.4994).inverse()[0][0]).isCloseTo(417.17, within(0.01));
        assertThatThrownBy(() -> swapped(0.4996).inverse()).hasMessageContaining("at most 1000, got 1.25e+03");
    }

    @Test
    void whatIsNoStochasticMatrixIsRefused() {
        requireRefused("2 or more classes, got 1", new double[][] {{1}});
        requireRefused("row 1 must have 2 probabilities, got 3", new double[][] {{1, 0}, {0.5, 0.5, 0}});
        requireRefused("row 0 must hold probabilities in [0, 1], got 1.1", new double[][] {{1.1, -0.1}, {0, 1}});
        requireRefused("row 1 must hold probabilities in [0, 1], got NaN", new double[][] {{1, 0}, {0, Double.NaN}});
        requireRefused("row 1 must sum to 1, got 0.9", new double[][] {{1, 0}, {0.4, 0.5}});
    }

    @Test
    void rowsMayMissTheirSumByTheRoundingOfFloats() {
        double[][] rows = {{0.999995, 0}, {0, 1}};
        assertThat(TransitionMatrix.of(rows).probability(0, 0)).isEqualTo(0.999995);
    }

    @Test
    void theMatrixIsACopyInAndOut() {
        double[][] rows = {{0.6, 0.4}, {0.2, 0.8}};
        TransitionMatrix matrix = TransitionMatrix.of(rows);
        rows[0][0] = 7;
        matrix.toArray()[1][1] = 7;
        assertThat(matrix.probability(0, 0)).isEqualTo(0.6);
        assertThat(matrix.probability(1, 1)).isEqualTo(0.8);
    }

    @Test
    void theDistanceIsTheMeanAbsoluteError() { // twice (0.3 + 0.2 + 0.4) off the diagonal and on it
        assertThat(LogitsCase.NOISE.distanceTo(TransitionMatrix.identity(3))).isCloseTo(1.8 / 9, within(1e-15));
        assertThat(LogitsCase.NOISE.distanceTo(LogitsCase.NOISE)).isZero();
        assertThatThrownBy(() -> LogitsCase.NOISE.distanceTo(TransitionMatrix.identity(2)))
                .hasMessage("distance of transition matrices: expected 3 classes, got 2");
    }

    @Test
    void noisyLabelsKnowTheMatrixTheyWereDrawnFrom() {
        NoisyLabels noisy = new Symmetric(0.3).corrupt(new int[] {0, 1, 2, 3}, 4, RandomKey.root(1));
        assertThat(noisy.transition().probability(2, 2)).isCloseTo(0.7, within(1e-15));
        assertThat(noisy.transition().probability(2, 1)).isCloseTo(0.1, within(1e-15));
    }

    private static TransitionMatrix swapped(double rate) {
        return TransitionMatrix.of(new double[][] {{1 - rate, rate}, {rate, 1 - rate}});
    }

    private static void requireRefused(String message, double[][] rows) {
        assertThatThrownBy(() -> TransitionMatrix.of(rows))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
