package dev.dither.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.nn.Parameters;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Golden values by mpmath with 40 digits from the formulas as printed. */
class PacBayesTest {
    private static final Percentage EXACT = Percentage.withPercentage(1e-7);

    private static double divergence(double b, double s, Map<String, float[]> center, float... weights) {
        try (Scope scope = Scope.open()) {
            Tensor first = Tensor.of(new float[] {weights[0]}, Shape.of(1));
            Tensor others = Tensor.of(new float[] {weights[1], weights[2]}, Shape.of(2));
            Parameters parameters = new Parameters(Map.of("0/weight", first, "0/bias", others));
            return PacBayes.divergence(parameters, center, b, s);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.1, 1, 8.047755278982137", "1e-12, 2, 84.12875488946548"})
    void theDivergenceCountsEachWeightAndTheirDistance(double b, double s, double expected) {
        assertThat(divergence(b, s, Map.of(), 0.5f, -1, 2)).isCloseTo(expected, EXACT);
    }

    @Test
    void theDivergenceIsExactWherePosteriorAndPriorAreClose() { // the textbook form gives a third of it, or none
        assertThat(divergence(1 + 1e-6, 1, Map.of(), 0, 0, 0)).isCloseTo(2.999999e-12, EXACT);
        assertThat(divergence(0.5, 0.5, Map.of(), 0, 0, 0)).isZero();
    }

    @Test
    void thePriorMayLieAroundOtherValues() {
        Map<String, float[]> center = Map.of("0/weight", new float[] {0.25f}, "0/bias", new float[] {-1, 1.5f});
        assertThat(divergence(0.1, 0.5, center, 0.5f, -1, 2)).isCloseTo(4.013313737302301, EXACT);
    }

    @Test
    void aCenterOfAnotherNetworkIsRefused() {
        assertThatThrownBy(() -> divergence(0.1, 1, Map.of("0/bias", new float[5]), 1, 2, 3))
                .hasMessage("pacBayes.center: expected 2 values, got 5");
    }

    @Test
    void theDivergenceFallsWithTheScaleOfTheNoise() {
        double[] falling = DoubleStream.of(1e-6, 1e-3, 0.1, 0.5, 1)
                .map(b -> divergence(b, 1, Map.of(), 1, 1, 1))
                .toArray();
        for (int i = 1; i < falling.length; i++) {
            assertThat(falling[i]).isLessThan(falling[i - 1]);
        }
    }

    @Test
    void theBoundAddsTheComplexityToTheRisk() {
        PacBayes found = new PacBayes(0.1, 100, 10000, 0.05);
        assertThat(found.bound()).isCloseTo(0.5250161781882475, within(1e-12));
        assertThat(found.vacuous()).isFalse();
        assertThat(found.words())
                .isEqualTo(
                        "with probability 0.95 over the 10000 examples, if the prior was chosen before them, the expected"
                                + " error of the network with noise is at most 0.5250");
    }

    @Test
    void aBoundAboveOneIsCalledVacuous() {
        PacBayes found = new PacBayes(0.1, 1e6, 10000, 0.05);
        assertThat(found.bound()).isCloseTo(40.10025798356458, within(1e-10));
        assertThat(found.vacuous()).isTrue();
        assertThat(found.words()).endsWith("at most 40.10: vacuous, since no error is above 1");
    }

    @ParameterizedTest
    @CsvSource({
        "1.1, 1, 10, 0.05, 'risk must be in [0, 1]'",
        "NaN, 1, 10, 0.05, 'risk must be in [0, 1]'",
        "0.1, -1, 10, 0.05, kl must be >= 0",
        "0.1, NaN, 10, 0.05, kl must be >= 0",
        "0.1, 1, 0, 0.05, examples must be at least 1",
        "0.1, 1, 10, 0, 'confidence must be in (0, 1)'",
        "0.1, 1, 10, 1, 'confidence must be in (0, 1)'",
    })
    void whatNoBoundCanHaveIsRefused(double risk, double kl, long examples, double confidence, String first) {
        assertThatThrownBy(() -> new PacBayes(risk, kl, examples, confidence))
                .hasMessageStartingWith("pacBayes." + first);
    }
}
