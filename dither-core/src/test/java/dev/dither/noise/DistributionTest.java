package dev.dither.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DistributionTest {
    private static final int DRAWS = 30_000;

    static Stream<Distribution> families() {
        return Stream.of(new Gaussian(0.5, 2), new Laplace(-1, 0.7), new Uniform(2, 3), new Rademacher(0.25, 1.5));
    }

    /**
     * The mean of n squared deviations is within 5 of its own standard errors of the variance, but by chance in one of a
     * million correct samplers; a standard deviation 5 % off moves it by 10 %, at least 8 such errors for these families.
     */
    @Tag("statistical")
    @ParameterizedTest
    @MethodSource("families")
    void drawsHaveTheStatedMomentsAndFivePercentMoreIsNoticed(Distribution family) {
        float[] draws = new float[DRAWS];
        family.fill(RandomKey.root(11).child(family.toString()), draws);
        assertThat(plausible(draws, family, 1)).isTrue();
        assertThat(plausible(draws, family, 1.05)).isFalse();
    }

    private static boolean plausible(float[] draws, Distribution family, double stretch) {
        double sum = 0;
        double squares = 0;
        double fourth = 0;
        for (float draw : draws) {
            double deviation = (draw - family.mean()) * stretch;
            sum += deviation;
            squares += deviation * deviation;
            fourth += Math.pow(deviation, 4);
        }
        double n = draws.length;
        double variance = squares / n;
        double error = Math.sqrt(Math.max(0, fourth / n - variance * variance) / n);
        boolean centred = Math.abs(sum / n) < 5 * Math.sqrt(variance / n);
        return centred && Math.abs(variance - family.variance()) <= 5 * error + 1e-6 * family.variance();
    }

    @Test
    void entropyOfTheContinuousFamiliesIsTheIntegral() {
        Gaussian gaussian = new Gaussian(0.5, 2);
        assertThat(gaussian.entropy()).isCloseTo(integral(x -> surprise(normal(gaussian, x)), -30, 31), within(1e-6));
        Laplace laplace = new Laplace(-1, 0.7);
        assertThat(laplace.entropy()).isCloseTo(integral(x -> surprise(density(laplace, x)), -31, 29), within(1e-5));
        assertThat(new Uniform(2, 3).entropy()).isCloseTo(Math.log(6), within(1e-15));
    }

    @Test
    void divergenceIsTheIntegral() {
        Gaussian a = new Gaussian(0.5, 2);
        Gaussian b = new Gaussian(-1, 3);
        double gaussian = integral(x -> normal(a, x) * Math.log(normal(a, x) / normal(b, x)), -30, 31);
        assertThat(a.kl(b)).isCloseTo(gaussian, within(1e-6));
        Laplace c = new Laplace(-1, 0.7);
        Laplace d = new Laplace(0.5, 1.2);
        double laplace = integral(x -> density(c, x) * Math.log(density(c, x) / density(d, x)), -31, 29);
        assertThat(c.kl(d)).isCloseTo(laplace, within(1e-5));
    }

    @Test
    void gaussianDivergenceIsExactNextToEquality() {
        assertThat(new Gaussian(0, 1 + 1e-9).kl(new Gaussian(0, 1))).isCloseTo(1e-18, within(1e-20));
    }

    @Test
    void uniformDivergenceIsInfiniteOutsideTheOther() {
        assertThat(new Uniform(0, 1).kl(new Uniform(0, 2))).isCloseTo(Math.log(2), within(1e-15));
        assertThat(new Uniform(1.5, 1).kl(new Uniform(0, 2))).isInfinite();
    }

    @Test
    void refusesScalesThatAreNotPositiveNumbers() {
        assertThatThrownBy(() -> new Gaussian(0, Double.NaN)).hasMessageContaining("gaussian.stddev");
        assertThatThrownBy(() -> new Laplace(0, 0)).hasMessageContaining("laplace.scale");
        assertThatThrownBy(() -> new Uniform(Double.NaN, 1)).hasMessageContaining("uniform.mean");
        assertThatThrownBy(() -> new Rademacher(0, -1)).hasMessageContaining("rademacher.scale");
    }

    private static double normal(Gaussian g, double x) {
        double z = (x - g.mean()) / g.stddev();
        return Math.exp(-0.5 * z * z) / (g.stddev() * Math.sqrt(2 * Math.PI));
    }

    private static double density(Laplace l, double x) {
        return Math.exp(-Math.abs(x - l.mean()) / l.scale()) / (2 * l.scale());
    }

    private static double surprise(double density) {
        return density > 0 ? -density * Math.log(density) : 0;
    }

    /** Midpoint rule with 600,000 cells. */
    private static double integral(DoubleUnaryOperator f, double from, double to) {
        int cells = 600_000;
        double width = (to - from) / cells;
        double sum = 0;
        for (int i = 0; i < cells; i++) {
            sum += f.applyAsDouble(from + (i + 0.5) * width);
        }
        return sum * width;
    }
}
