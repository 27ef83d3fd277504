package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import dev.dither.labels.TransitionMatrix;
import dev.dither.nn.Posterior;
import dev.dither.objective.Elbo;
import dev.dither.objective.Prior;
import dev.dither.optim.Schedule;
import dev.dither.predict.Inference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomWeightsPlanTest {
    private static final int WEIGHTS = 6 * 5;

    @TempDir
    static Path runs;

    private static RunDirectory run;

    private static Plan plan(String text) {
        return ExperimentFile.parse(
                        "mine.yaml",
                        "{data: digits, trainExamples: 100, testExamples: 40, hidden: [6, 5]," + " draws: 4, seeds: 1, "
                                + text + "}")
                .plan("", Map.of());
    }

    @BeforeAll
    static void trainAndAsk() {
        Plan asked = plan("methods: {plain: {}, zero: {stochastic: [2], weights: gaussian},"
                + " layer: {stochastic: [2], posterior: {kind: layer, initialLogAlpha: -1}}},"
                + " training: {epochs: 2, batchSize: 20},"
                + " randomWeights: {elboDraws: 3, controls: true, singles: 5, watched: 10, sparsities: [0, 0.5, 1]}");
        run = new Runner(asked, runs, Clock.systemUTC())
                .run(runs, runs, List.of("dither"))
                .directory();
    }

    private static List<Row> rows(String method, String metric) {
        return run.rows().stream()
                .filter(row -> row.method().equals(method) && row.metric().startsWith(metric))
                .toList();
    }

    private static double value(String method, String metric) {
        assertThat(rows(method, metric)).hasSize(1);
        return rows(method, metric).get(0).value();
    }

    private static double measured(String method, String name) {
        return run.events().stream()
                .filter(event -> method.equals(event.get("method")) && event.containsKey(name))
                .mapToDouble(event -> ((Number) event.get(name)).doubleValue())
                .reduce((first, last) -> last)
                .orElse(Double.NaN);
    }

    @Test
    void theBoundIsTheSumOfItsTerms() {
        for (String method : List.of("zero", "layer")) {
            assertThat(value(method, "trainElbo"))
                    .isCloseTo(value(method, "trainLogLikelihood") - value(method, "trainKl"), within(1e-9));
        }
        assertThat(value("zero", "trainKl")).isZero();
        assertThat(rows("layer", "trainElbo").get(0).draws()).isEqualTo(3);
        // 90 examples were trained on: far from their total of log(1/10) each, but on its scale and not that of their
        // mean
        assertThat(value("zero", "trainLogLikelihood")).isBetween(-90 * 10.0, -90 * 0.5);
    }

    @Test
    void theDivergenceIsThatOfAllWeights() {
        double logAlpha = measured("layer", WatchedWeights.LOG_ALPHA);
        assertThat(logAlpha).isNotCloseTo(-1, within(1e-6));
        double logistic = 1 / (1 + Math.exp(-(1.8732 + 1.48695 * logAlpha)));
        double each = 0.63576 - 0.63576 * logistic + 0.5 * Math.log1p(Math.exp(-logAlpha));
        assertThat(value("layer", "trainKl")).isCloseTo(WEIGHTS * each, within(1e-3));
    }

    @Test
    void controlsAreOfEachLayerWithRandomWeights() {
        assertThat(rows("layer", "zeroMeansAccuracy@layer=")).hasSize(1);
        assertThat(rows("layer", "permutedVariancesAccuracy@layer=")).hasSize(1);
        assertThat(rows("zero", "zeroMeansAccuracy")).as("has no means").isEmpty();
        assertThat(rows("zero", "permutedVariancesAccuracy@layer=")).hasSize(1);
    }

    @Test
    void theBoundOnLostMeansIsThatOfTheLayer() {
        double alpha = Math.exp(measured("layer", WatchedWeights.LOG_ALPHA));
        double published = Math.sqrt(2 * WEIGHTS / Math.PI) / Math.sqrt(alpha) / 2;
        assertThat(value("layer", "zeroMeansBound@layer=")).isCloseTo(Math.min(1, published), within(1e-4));
        assertThat(rows("zero", "zeroMeansBound")).isEmpty();
    }

    @Test
    void whereOneWayMustDoItIsByDraws() throws IOException {
        for (String metric : List.of("trainAccuracy", "generalizationGap", "testAccuracyBest", "testNllBest")) {
            assertThat(rows("plain", metric)).extracting(Row::draws).containsExactly(0);
            assertThat(rows("zero", metric)).extracting(Row::draws).containsExactly(4);
        }
        double test = rows("zero", "testAccuracy").stream()
                .filter(row -> row.metric().equals("testAccuracy") && row.draws() == 4)
                .findFirst()
                .orElseThrow()
                .value();
        assertThat(value("zero", "generalizationGap")).isCloseTo(value("zero", "trainAccuracy") - test, within(1e-12));
        assertThat(Files.readString(run.path().resolve("gallery.json")))
                .contains("entropy of the predicted distribution, average of 4 draws")
                .contains("entropy of the predicted distribution, mean inference");
    }

    @Test
    void weightsAreRemovedByTheRanksTheyHave() {
        assertThat(rows("zero", "sparseAccuracy@rank=stddev@sparsity=")).hasSize(3);
        assertThat(rows("zero", "sparseAccuracy@rank=signal"))
                .as("has no means")
                .isEmpty();
        assertThat(rows("layer", "sparseAccuracy@rank=stddev@sparsity=")).hasSize(3);
        assertThat(rows("layer", "sparseAccuracy@rank=signal-to-noise@sparsity="))
                .as("weights of one alpha go all together or not at all")
                .hasSize(2);
        // the removal of nothing is the network itself, under other draws; of everything a guess of one class
        assertThat(rows("layer", "sparseAccuracy@rank=stddev@sparsity=1.0")
                        .get(0)
                        .value())
                .isEqualTo(rows("layer", "sparseAccuracy@rank=signal-to-noise@sparsity=1.0")
                        .get(0)
                        .value());
    }

    @Test
    void singleDrawsAreJudgedOneByOne() {
        assertThat(rows("zero", SingleDraws.METRIC)).hasSize(5).allMatch(row -> row.draws() == 1);
        assertThat(rows("zero", SingleDraws.METRIC).stream().map(Row::value).distinct())
                .as("draws of their own")
                .hasSizeGreaterThan(1);
    }

    @Test
    void epochsAreWatchedInEveryWay() {
        assertThat(measured("zero", WatchedWeights.MEAN)).isBetween(0.0, 1.0);
        assertThat(measured("zero", WatchedWeights.ZERO)).as("has no means").isNaN();
        assertThat(measured("layer", WatchedWeights.ZERO)).isBetween(0.0, 1.0);
        assertThat(measured("layer", WatchedWeights.ONE)).isBetween(0.0, 1.0);
        assertThat(measured("layer", WatchedWeights.SEVERAL)).isBetween(0.0, 1.0);
    }

    @Test
    void methodsWithoutRandomWeightsArePassedOver() {
        assertThat(run.rows())
                .filteredOn(row -> row.method().equals("plain"))
                .noneMatch(row -> row.metric().matches("train(Elbo|LogLikelihood|Kl)")
                        || row.metric().contains("@"))
                .isNotEmpty();
        assertThat(measured("plain", WatchedWeights.MEAN)).isNaN();
    }

    @Test
    void aPosteriorIsLearnedByItsBound() {
        Plan plan = plan("methods: {a: {stochastic: [1], posterior: {kind: additive, prior: ard, coefficient: 0.5,"
                + " schedule: warmup:10:constant}}}");
        Schedule warmup = new Schedule.Warmup(10, Schedule.CONSTANT);
        assertThat(plan.recipe(plan.method("a"), plan.method("a").likelihood(TransitionMatrix.identity(10)), 90)
                        .objective())
                .isEqualTo(new Elbo(90, new Prior.Ard(), 0.5, warmup));
        assertThat(plan.method("a").validatedBy(4)).isEqualTo(new Inference.Draws(4));
        assertThat(plan.method("a").posterior().kind()).isEqualTo(Posterior.ADDITIVE);
    }

    @ParameterizedTest
    @CsvSource({
        "'a: {posterior: {kind: layer}}', give stochastic as well",
        "'a: {stochastic: [1], weights: gaussian, posterior: {kind: layer}}', not several",
        "'a: {stochastic: [1], posterior: {}}', no key methods.a.posterior.kind",
        "'a: {stochastic: [1], posterior: {kind: layer, initialLogAlpha: 21}}', 'in [-20.0, 20.0], got 21.0'",
        "'a: {stochastic: [1], posterior: {kind: layer, coefficient: -1}}', finite and >= 0",
        "'a: {stochastic: [1], posterior: {kind: layer}, correction: {kind: forward}}', leave correction",
    })
    void whatDoesNotFitIsRefused(String method, String message) {
        assertThatThrownBy(() -> plan("methods: {" + method + "}"))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void randomWeightsAreNotPrunedByUnits() {
        Plan plan =
                plan("methods: {a: {stochastic: [1], weights: gaussian}}, prune: {by: taylor, until: ['size<50%']}");
        assertThatThrownBy(() -> plan.load(runs))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContainingAll("methods.a", "random weights");
    }
}
