package dev.dither.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dither.noise.Distribution;
import dev.dither.rng.RandomKey;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What every distribution keeps: draws with its moments and its law, an entropy and a divergence that are the integrals.
 *
 * <p>Statistical tests take 100,000 draws; each fails for one in a million correct samplers, that of the law for one in
 * 10,000, and refuses the same draws with an error of 5 %. What a family does not offer, a test of it is skipped.
 *
 * @param <D> the family
 */
public interface DistributionContract<D extends Distribution> {
    /** Cells of the midpoint rule. */
    int CELLS = 400_000;

    /** Returns the distribution to check; not centred at 0 and not of scale 1, where errors would hide. */
    D distribution();

    /** Returns other members of the family whose support covers that of {@link #distribution}, for the divergence. */
    default List<D> others() {
        return List.of();
    }

    /** Fills {@code target} with draws. */
    default void fill(RandomKey key, float[] target) {
        distribution().fill(key, target);
    }

    /** Returns the density of {@code d} at x, written down apart from the code under test; empty for a discrete family. */
    default OptionalDouble density(D d, double x) {
        return OptionalDouble.empty();
    }

    /** Returns P(X ≤ x), written down apart from the code under test; empty for a discrete family. */
    default OptionalDouble cdf(double x) {
        return OptionalDouble.empty();
    }

    /** Returns KL(from ‖ to) in nats as the family claims it; empty if it claims none. */
    default OptionalDouble kl(D from, D to) {
        return OptionalDouble.empty();
    }

    /** Returns where integrals begin; mean − 40 σ covers all but e⁻⁵⁶ of Laplace. */
    default double lowest() {
        return distribution().mean() - 40 * distribution().stddev();
    }

    /** Returns where integrals end. */
    default double highest() {
        return distribution().mean() + 40 * distribution().stddev();
    }

    private float[] draw(String child) {
        float[] target = new float[Draws.COUNT];
        fill(RandomKey.root(2).child(child), target);
        return target;
    }

    /** The mean; moved by 5 % of σ it is refused. */
    @StatisticalTest
    default void drawsHaveTheStatedMean() {
        Draws draws = Draws.of(draw("moments"));
        double mean = distribution().mean();
        assertThat(draws.mayHaveMean(mean)).isTrue();
        assertThat(draws.shifted(0.05 * distribution().stddev()).mayHaveMean(mean))
                .isFalse();
    }

    /** The standard deviation; stretched by 5 % it is refused. */
    @StatisticalTest
    default void drawsHaveTheStatedStandardDeviation() {
        Draws draws = Draws.of(draw("moments"));
        double mean = distribution().mean();
        double stddev = distribution().stddev();
        assertThat(draws.mayHaveStddev(mean, stddev)).isTrue();
        assertThat(draws.stretched(mean, 1.05).mayHaveStddev(mean, stddev)).isFalse();
    }

    /** A Kolmogorov-Smirnov test; stretched by 5 % the draws are refused. */
    @StatisticalTest
    default void drawsFollowTheLaw() {
        assumeTrue(cdf(0).isPresent(), "no distribution function given");
        Draws draws = Draws.of(draw("law"));
        DoubleUnaryOperator cdf = x -> cdf(x).orElseThrow();
        assertThat(draws.mayFollow(cdf)).isTrue();
        assertThat(draws.stretched(distribution().mean(), 1.05).mayFollow(cdf)).isFalse();
    }

    /** Neighbours are uncorrelated; a sequence in which every draw stands twice is refused. */
    @StatisticalTest
    default void successiveDrawsAreUncorrelated() {
        float[] values = draw("pairs");
        assertThat(Draws.of(values).mayBeUncorrelated(distribution().mean())).isTrue();
        for (int i = 1; i < values.length; i += 2) {
            values[i] = values[i - 1];
        }
        assertThat(Draws.of(values).mayBeUncorrelated(distribution().mean())).isFalse();
    }

    /** Draws are a function of the key. */
    @Test
    @Tag("determinism")
    default void drawsAreAFunctionOfTheKey() {
        assertThat(draw("key")).isEqualTo(draw("key")).isNotEqualTo(draw("other"));
    }

    /** The standard deviation is the root of the variance. */
    @Test
    default void varianceIsTheSquareOfTheStandardDeviation() {
        double stddev = distribution().stddev();
        assertThat(distribution().variance()).isCloseTo(stddev * stddev, within(1e-12 * stddev * stddev));
    }

    /** −∫ p log p by the midpoint rule. */
    @Test
    default void entropyIsTheIntegral() {
        assumeTrue(density(distribution(), distribution().mean()).isPresent(), "no density given");
        double integral = integral(x -> {
            double p = density(distribution(), x).orElseThrow();
            return p > 0 ? -p * Math.log(p) : 0;
        });
        assertThat(distribution().entropy()).isCloseTo(integral, within(1e-5));
    }

    /** Nothing diverges from itself. */
    @Test
    default void divergenceFromItselfIsZero() {
        OptionalDouble claimed = kl(distribution(), distribution());
        assumeTrue(claimed.isPresent(), "the family claims no divergence");
        assertThat(claimed.orElseThrow()).isCloseTo(0, within(1e-14));
    }

    /** ∫ p log(p / q) by the midpoint rule, positive for every other member. */
    @Test
    default void divergenceFromOthersIsPositiveAndTheIntegral() {
        assumeTrue(!others().isEmpty(), "no others given");
        for (D other : others()) {
            double integral = integral(x -> {
                double p = density(distribution(), x).orElseThrow();
                return p > 0 ? p * Math.log(p / density(other, x).orElseThrow()) : 0;
            });
            assertThat(kl(distribution(), other).orElseThrow())
                    .as("%s from %s", distribution(), other)
                    .isPositive()
                    .isCloseTo(integral, within(1e-5));
        }
    }

    private double integral(DoubleUnaryOperator f) {
        double width = (highest() - lowest()) / CELLS;
        double sum = 0;
        for (int i = 0; i < CELLS; i++) {
            sum += f.applyAsDouble(lowest() + (i + 0.5) * width);
        }
        return sum * width;
    }

    /** NaN is refused by name in every parameter. */
    @Test
    default void notANumberIsRefused() {
        assumeTrue(distribution() instanceof Record, "not a record");
        RecordCheck.refusesNaN((Record) distribution());
    }
}
