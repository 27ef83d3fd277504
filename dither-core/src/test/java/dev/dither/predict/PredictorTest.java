package dev.dither.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dither.data.Examples;
import dev.dither.nn.BatchNorm;
import dev.dither.nn.Dense;
import dev.dither.nn.Dropout;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.nn.Networks;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PredictorTest {
    private static final RandomKey ROOT = RandomKey.root(43);
    private static final int N = 520; // a whole batch and a short one
    private static final Examples EXAMPLES = examples();
    private static final List<LayerSpec> NOISY = Networks.stochasticMlp(List.of(6), 3, 1, 0.5);
    private static final double TOLERANCE = 0.04;
    private static final int MOST = 16;
    private static final List<Predictive> AVERAGES = IntStream.rangeClosed(1, MOST)
            .mapToObj(n -> predicted(NOISY, new Inference.Draws(n)))
            .toList();

    private static Examples examples() {
        float[] values = new float[N * 4];
        ROOT.child("x").fillNormal(values);
        for (int i = 0; i < N / 2; i++) { // half of them near the origin, where noise decides
            for (int j = 0; j < 4; j++) {
                values[4 * i + j] *= 5;
            }
        }
        return Examples.ofFloats("x", new int[] {4}, values, new int[N], 3);
    }

    @Test
    void sureExamplesStopEarlierThanOthers() {
        Predictive found = predicted(NOISY, new Inference.UntilSure(TOLERANCE, 40));
        int[] draws = IntStream.range(0, N).map(found::drawsOf).distinct().toArray();
        assertThat(draws).hasSizeGreaterThan(10);
        assertThat(Arrays.stream(draws)).allMatch(n -> DrawnBatch.FEWEST <= n && n <= 40);
        assertThat(found.draws()).isEqualTo(Arrays.stream(draws).max().orElseThrow());
    }

    @Test
    void examplesHaveTheBitsOfTheirOwnNumberOfDraws() { // so no prediction depends on how long others went on
        Predictive sure = predicted(NOISY, new Inference.UntilSure(TOLERANCE, MOST));
        for (int i = 0; i < N; i++) {
            Predictive fixed = AVERAGES.get(sure.drawsOf(i) - 1);
            assertThat(sure.probability(i, 1)).isEqualTo(fixed.probability(i, 1));
            assertThat(sure.mutualInformation(i)).isEqualTo(fixed.mutualInformation(i));
            assertThat(sure.stddev(i)).isEqualTo(fixed.stddev(i));
        }
    }

    /** The standard error by definition, from single draws: the predictions of 1, 2, 3 draws are running averages. */
    @Test
    void examplesStopAtTheFirstSmallStandardError() {
        Predictive sure = predicted(NOISY, new Inference.UntilSure(TOLERANCE, MOST));
        for (int i = 0; i < N; i++) {
            int n = DrawnBatch.FEWEST;
            while (n < MOST && standardError(i, n) > TOLERANCE) {
                n++;
            }
            assertThat(sure.drawsOf(i)).as("example %d", i).isEqualTo(n);
        }
    }

    private static double standardError(int example, int n) {
        int label = AVERAGES.get(n - 1).predicted(example);
        double mean = AVERAGES.get(n - 1).probability(example, label);
        double squares = 0;
        double before = 0;
        for (int k = 1; k <= n; k++) {
            double sum = k * AVERAGES.get(k - 1).probability(example, label);
            squares += Math.pow(sum - before - mean, 2);
            before = sum;
        }
        return Math.sqrt(squares / (n - 1) / n);
    }

    @Test
    void fewerDrawsThanTheLeastAreKept() {
        assertThat(predicted(NOISY, new Inference.UntilSure(1e-9, 3)).drawsOf(0))
                .isEqualTo(3);
        assertThat(predicted(NOISY, new Inference.UntilSure(1, 1000)).draws()).isEqualTo(DrawnBatch.FEWEST);
    }

    @Test
    void everyExampleGetsAllOfAFixedNumberOfDraws() {
        Predictive seven = predicted(NOISY, new Inference.Draws(7));
        Predictive mean = predicted(NOISY, new Inference.Mean());
        for (int i = 0; i < N; i++) {
            assertThat(seven.drawsOf(i)).isEqualTo(7);
            assertThat(mean.drawsOf(i)).isZero();
        }
    }

    @Test
    void dropoutDrawsAndIsOffInTheMean() {
        List<LayerSpec> dropping = Networks.dropoutMlp(List.of(50), 3, 0.5);
        List<LayerSpec> plain = dropping.stream()
                .map(spec -> spec instanceof Dropout ? new Dropout(0) : spec)
                .toList();
        Predictive mean = predicted(dropping, new Inference.Mean());
        assertThat(mean.probability(0, 0))
                .isEqualTo(predicted(plain, new Inference.Mean()).probability(0, 0));
        assertThat(predicted(dropping, new Inference.Draws(1)).probability(0, 0))
                .isNotEqualTo(mean.probability(0, 0));
        assertThat(predicted(dropping, new Inference.Draws(20)).mutualInformation(0))
                .isPositive();
    }

    @Test
    void batchNormPredictsWithRunningStatisticsAndLeavesThem() { // m = 0, v = 1: nearly the identity
        List<LayerSpec> normalized = List.of(BatchNorm.DEFAULT, Dense.of(3));
        Predictive found;
        try (Network network = Network.build(Shape.of(4), normalized, ROOT)) {
            found = new Predictor(network, new Inference.Draws(2), ROOT).predict(EXAMPLES);
            Map<String, float[]> after = network.tracked().toArrays();
            assertThat(after.get("0/mean")).containsOnly(0);
            assertThat(after.get("0/variance")).containsOnly(1);
        }
        Examples last = EXAMPLES.subset(new int[] {N - 1});
        try (Network network = Network.build(Shape.of(4), normalized, ROOT)) {
            Predictive alone = new Predictor(network, new Inference.Mean(), ROOT).predict(last);
            assertThat(alone.probability(0, 2)).isCloseTo(found.probability(N - 1, 2), within(1e-6));
        }
    }

    @Test
    void noExamplesGiveNoPredictions() {
        try (Network network = Network.build(Shape.of(4), NOISY, ROOT)) {
            Predictive none = new Predictor(network, new Inference.Draws(3), ROOT).predict(EXAMPLES.subset(new int[0]));
            assertThat(none.size()).isZero();
            assertThat(none.draws()).isZero();
        }
    }

    private static Predictive predicted(List<LayerSpec> specs, Inference inference) {
        try (Network network = Network.build(Shape.of(4), specs, ROOT)) {
            return new Predictor(network, inference, ROOT.child("noise")).predict(EXAMPLES);
        }
    }
}
