package dev.dither.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.nn.Trace.Weights.GaussianDropout;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PriorTest {
    private static final RandomKey KEY = RandomKey.root(47);
    private static final double EULER = 0.5772156649015329;

    /** −E log |ε|. */
    private static final double LIMIT = (EULER + Math.log(2)) / 2;

    @AutoClose
    final Scope scope = Scope.open();

    private static GaussianDropout weights(double mean, double logAlpha, long... sharing) {
        Shape shape = Shape.of(3, 4);
        return new GaussianDropout(
                "0",
                Tensor.full(mean, shape).toDouble(),
                Tensor.full(logAlpha, sharing.length == 0 ? shape : Shape.of(sharing))
                        .toDouble());
    }

    /** The divergence of a weight in 64 bits. */
    private static double ofOne(Prior prior, double logAlpha) {
        return prior.divergence(weights(0.3, logAlpha), KEY).item() / 12;
    }

    /** E log |1 + √α ε| by the midpoint rule in y = log |1 + √α ε|, over either sign: smooth and falling off both ways. */
    private static double expectedLog(double logAlpha) {
        double s = Math.exp(logAlpha / 2);
        double step = Math.min(1, s) / 50;
        double sum = 0;
        for (double y = -30; y < Math.log1p(12 * s); y += step) {
            double size = Math.exp(y);
            sum += y * size * (density((size - 1) / s) + density((-size - 1) / s));
        }
        return sum * step / s;
    }

    private static double density(double z) {
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }

    private static double exact(double logAlpha) {
        return expectedLog(logAlpha) - logAlpha / 2 + LIMIT;
    }

    @Test
    void theQuadratureIsTheSeriesOfTheNoncentralChiSquare() { // values of that series, summed in 64 bits apart from
        // this code
        assertThat(exact(-8)).isCloseTo(4.6350136069, within(1e-8));
        assertThat(exact(-2)).isCloseTo(1.5441546448, within(1e-8));
        assertThat(exact(0)).isCloseTo(0.4266856043, within(1e-8));
        assertThat(exact(3)).isCloseTo(0.0246883354, within(1e-8));
    }

    @Test
    void logUniformIsCloseToTheIntegral() {
        double worst = 0;
        double spoilt = 0;
        for (double logAlpha = -8; logAlpha <= 8; logAlpha += 0.25) {
            double exact = exact(logAlpha);
            double found = ofOne(new Prior.LogUniform(), logAlpha);
            worst = Math.max(worst, Math.abs(found - exact));
            spoilt = Math.max(spoilt, Math.abs(found * 1.005 - exact));
        }
        assertThat(worst).isLessThan(0.0095);
        assertThat(spoilt).isGreaterThan(0.0095);
    }

    @Test
    void theSlopeOfLogUniformIsCloseToThatOfTheIntegral() {
        double worst = 0;
        for (double logAlpha = -6; logAlpha <= 6; logAlpha += 0.5) {
            double exact = (exact(logAlpha + 0.01) - exact(logAlpha - 0.01)) / 0.02;
            worst = Math.max(worst, Math.abs(slope(new Prior.LogUniform(), logAlpha) - exact));
        }
        assertThat(worst).isLessThan(0.0139);
    }

    private static double slope(Prior prior, double logAlpha) {
        Tensor variable = Tensor.full(logAlpha, Shape.of(1)).toDouble().variable();
        GaussianDropout one =
                new GaussianDropout("0", Tensor.full(0.3, Shape.of(1)).toDouble(), variable);
        return Gradients.of(prior.divergence(one, KEY), List.of(variable))
                .get(0)
                .item();
    }

    @Test
    void logUniformFallsToZero() {
        assertThat(ofOne(new Prior.LogUniform(), 20)).isPositive().isLessThan(1e-8);
    }

    @Test
    void relevanceIsHalfTheLogarithmThatThePaperPrints() {
        for (double logAlpha : new double[] {-20, -3, 0, 2, 20}) {
            double expected = 0.5 * Math.log1p(Math.exp(-logAlpha));
            assertThat(ofOne(new Prior.Ard(), logAlpha)).isCloseTo(expected, within(1e-12 * Math.max(1, expected)));
        }
    }

    @Test
    void relevanceIsTheDivergenceFromTheBestGaussian() { // KL(N(m, s²) ‖ N(0, t²)) at t² = m² + s²
        double mean = 0.3;
        double variance = Math.exp(-1.5) * mean * mean;
        double best = mean * mean + variance;
        double expected = 0.5 * (Math.log(best / variance) + (variance + mean * mean) / best - 1);
        assertThat(ofOne(new Prior.Ard(), -1.5)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void aSharedAlphaCountsForEveryWeight() {
        for (Prior prior : List.of(new Prior.LogUniform(), new Prior.Ard(), Prior.StudentT.PUBLISHED)) {
            double each = prior.divergence(weights(0.3, -1), KEY).item();
            assertThat(prior.divergence(weights(0.3, -1, 1), KEY).item()).isCloseTo(each, within(1e-10));
            assertThat(prior.divergence(weights(0.3, -1, 3), KEY).item()).isCloseTo(each, within(1e-10));
        }
    }

    @Test
    void unitsKeepTheirOwnAlphaInADraw() {
        Tensor means = Tensor.full(0.3, Shape.of(3, 4)).toDouble();
        Tensor ofUnits = Tensor.of(new double[] {-2, 0, 1}, Shape.of(3));
        double[] wide = {-2, -2, -2, -2, 0, 0, 0, 0, 1, 1, 1, 1};
        Tensor ofWeights = Tensor.of(wide, Shape.of(3, 4));
        Prior prior = Prior.StudentT.PUBLISHED;
        assertThat(prior.divergence(new GaussianDropout("0", means, ofUnits), KEY)
                        .item())
                .isCloseTo(
                        prior.divergence(new GaussianDropout("0", means, ofWeights), KEY)
                                .item(),
                        within(1e-10));
    }

    /** 40 000 draws; a right estimate is off by more than 5 of its standard errors with probability 10⁻⁶. */
    @Test
    @Tag("statistical")
    void theDrawOfStudentsPriorIsTheIntegralOnAverage() {
        Shape shape = Shape.of(200, 200);
        for (double logAlpha : new double[] {-2, 0, 3}) {
            Tensor means = Tensor.full(0.3, shape).toDouble();
            Tensor one = Tensor.full(logAlpha, Shape.of(1)).toDouble();
            double found = Prior.StudentT.PUBLISHED
                            .divergence(new GaussianDropout("0", means, one), KEY)
                            .item()
                    / 40_000;
            // log |1 + √α ε| has a standard deviation of at most √(π² / 8) = 1.11, that of log |ε|
            double error = Math.sqrt(Math.PI * Math.PI / 8 / 40_000);
            double expected = exact(logAlpha) - LIMIT;
            assertThat(Math.abs(found - expected)).isLessThan(5 * error);
            assertThat(Math.abs(found - expected - 0.06)).isGreaterThan(5 * error);
        }
    }

    @Test
    void theDrawFollowsTheKey() {
        GaussianDropout weights = weights(0.3, 0);
        double once = Prior.StudentT.PUBLISHED.divergence(weights, KEY).item();
        assertThat(Prior.StudentT.PUBLISHED.divergence(weights, KEY).item()).isEqualTo(once);
        assertThat(Prior.StudentT.PUBLISHED.divergence(weights, KEY.child(1)).item())
                .isNotEqualTo(once);
    }

    @Test
    void everythingIsFiniteInSinglePrecisionAtTheClipsAndWithoutMeans() {
        for (Prior prior : List.of(new Prior.LogUniform(), new Prior.Ard(), Prior.StudentT.PUBLISHED)) {
            for (double logAlpha : new double[] {-20, 20}) {
                for (double mean : new double[] {0, 1e-30, 3}) {
                    Tensor means = Tensor.full(mean, Shape.of(2, 2)).variable();
                    Tensor alphas = Tensor.full(logAlpha, Shape.of(2, 2)).variable();
                    Tensor value = prior.divergence(new GaussianDropout("0", means, alphas), KEY);
                    assertThat(value.finite()).isTrue();
                    assertThat(Gradients.of(value, List.of(alphas)).get(0).finite())
                            .isTrue();
                }
            }
        }
    }

    @Test
    void degreesOfFreedomAreRefusedWithNameAndValue() {
        for (double degrees : new double[] {0, -1, Double.NaN}) {
            assertThatThrownBy(() -> new Prior.StudentT(degrees))
                    .hasMessageContainingAll("student-t.degrees", String.valueOf(degrees));
        }
        assertThat(Arrays.stream(new double[] {1e-16, 3}).mapToObj(Prior.StudentT::new))
                .hasSize(2);
    }
}
