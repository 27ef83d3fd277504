package dev.dither.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.data.Examples;
import dev.dither.nn.Conv;
import dev.dither.nn.Dense;
import dev.dither.nn.Dropout;
import dev.dither.nn.Init;
import dev.dither.nn.Network;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One input under dropout has two outcomes, so the bound of any number of draws is a sum over a binomial distribution. */
class LikelihoodBoundTest {
    private static final RandomKey KEY = RandomKey.root(77);
    private static final float[] X = {1, -2, 3, 0.5f};
    private static final int[] LABELS = {0, 0, 1, 1};
    private static final Examples EXAMPLES = Examples.ofFloats("four", new int[] {1}, X, LABELS, 2);
    private static final int REPEATS = 3000;

    private static NoisyWeights.Estimate measured(int draws) {
        try (Scope scope = Scope.open();
                Network network = Network.build(
                        Shape.of(1),
                        List.of(new Dropout(0.5), new Dense(2, Init.FAN_IN_NORMAL, Conv.Bias.TRAINED)),
                        KEY)) {
            network.trained().assign(Map.of("1/weight", new float[] {1, -1}, "1/bias", new float[] {0.5f, 0}));
            return new LikelihoodBound(draws, REPEATS, KEY).measure(network, EXAMPLES);
        }
    }

    /** Returns log p of the label of an example when its input is kept, doubled, or dropped. */
    private static double logLikelihood(int example, boolean kept) {
        double gap = (kept ? 2 * 2 * X[example] : 0) + 0.5;
        return -Math.log1p(Math.exp(LABELS[example] == 0 ? -gap : gap));
    }

    private static double expected(int draws, double[] outcomes, IntToDoubleFunction ofKept) {
        return IntStream.rangeClosed(0, draws)
                .mapToDouble(kept -> outcomes[kept] * ofKept.applyAsDouble(kept))
                .sum();
    }

    private static double[] binomial(int draws) {
        double[] p = new double[draws + 1];
        p[0] = Math.pow(0.5, draws);
        for (int k = 1; k <= draws; k++) {
            p[k] = p[k - 1] * (draws - k + 1) / k;
        }
        return p;
    }

    private static double bound(int draws) {
        return IntStream.range(0, X.length)
                .mapToDouble(i -> expected(
                        draws,
                        binomial(draws),
                        kept -> Math.log((kept * Math.exp(logLikelihood(i, true))
                                        + (draws - kept) * Math.exp(logLikelihood(i, false)))
                                / draws)))
                .average()
                .orElseThrow();
    }

    @Test
    @Tag("statistical")
    void itIsTheExpectationOverDraws() { // 4 standard errors: fails once in 16,000 for a sound estimate, five of
        // them here
        for (int draws : new int[] {1, 2, 3, 8, 20}) {
            NoisyWeights.Estimate found = measured(draws);
            assertThat(found.mean()).as("%s draws", draws).isCloseTo(bound(draws), within(4 * found.stderr()));
            assertThat(found.stderr()).isBetween(1e-4, 0.05);
        }
    }

    @Test
    @Tag("statistical")
    void theMeanOfLogarithmsWouldBeFoundOut() {
        NoisyWeights.Estimate found = measured(8);
        assertThat(Math.abs(found.mean() - bound(1))).isGreaterThan(20 * found.stderr());
    }

    @Test
    void itDoesNotFall() {
        double[] bounds = IntStream.of(1, 2, 4, 8)
                .mapToDouble(draws -> measured(draws).mean())
                .toArray();
        assertThat(bounds).isSorted();
    }

    @Test
    void oneGroupHasNoStandardError() {
        assertThatThrownBy(() -> new LikelihoodBound(2, 1, KEY))
                .hasMessage("likelihood-bound.repeats must be at least 2, got 1");
    }
}
