package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.RunException;
import dev.dither.lab.run.SafeTensors;
import dev.dither.nn.NoiseFamily;
import dev.dither.optim.Perturbation;
import dev.dither.optim.Perturbed;
import dev.dither.optim.Rule;
import dev.dither.optim.Sgd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariabilityPlanTest {
    private static final String SECTION =
            "variability: {scales: [0.000001, 5], draws: 4, priorScale: 0.5, confidence: 0.1, examples: 80}";

    @TempDir
    static Path runs;

    private static RunDirectory run;

    private static Plan plan(String text) {
        return ExperimentFile.parse(
                        "mine.yaml",
                        "{data: digits, trainExamples: 100, testExamples: 40, hidden: [6], draws: 4, seeds: 1, " + text
                                + "}")
                .plan("", Map.of());
    }

    @BeforeAll
    static void trainAndAsk() {
        Plan asked =
                plan("methods: {plain: {}}, training: {epochs: 10, batchSize: 10, learningRate: 0.01}, " + SECTION);
        run = new Runner(asked, runs, Clock.systemUTC())
                .run(runs, runs, List.of("dither"))
                .directory();
    }

    private static Row row(String metric) {
        List<Row> found =
                run.rows().stream().filter(row -> row.metric().equals(metric)).toList();
        assertThat(found).as(metric).hasSize(1);
        return found.get(0);
    }

    private static double value(String metric) {
        return row(metric).value();
    }

    @Test
    void noiseOfNoSizeLeavesTheAccuracyAndMuchNoiseLeavesChance() {
        Row least = row("noisyAccuracy@scale=1.0E-6");
        assertThat(least.value()).isEqualTo(value("testAccuracy"));
        assertThat(least.draws()).isEqualTo(4);
        assertThat(least.stderr()).hasValue(0);
        assertThat(value("noisyAccuracy@scale=5.0")).isLessThan(value("testAccuracy") - 0.1);
        assertThat(row("noisyAccuracy@scale=5.0").stderr().orElseThrow()).isPositive();
        assertThat(Math.abs(value("sharpness@scale=1.0E-6"))).isLessThan(1e-4);
        assertThat(value("sharpness@scale=5.0")).isGreaterThan(1);
    }

    @Test
    void theBoundIsThatOfTheSavedWeights() { // by the formulas as printed, from the model file
        SafeTensors model = SafeTensors.read(run.path().resolve("models/plain-seed0-noise0.0.safetensors"), "");
        double squares = 0;
        long count = 0;
        for (float[] values : model.arrays().values()) {
            count += values.length;
            for (float value : values) {
                squares += (double) value * value;
            }
        }
        assertThat(count).isEqualTo(64 * 6 + 6 + 6 * 10 + 10);
        double ratio = 25 / 0.25;
        double kl = 0.5 * (count * (ratio - 1 - Math.log(ratio)) + squares / 0.25);
        assertThat(value("kl@scale=5.0")).isCloseTo(kl, Percentage.withPercentage(1e-6));
        double complexity = 4 * Math.sqrt((kl + Math.log(2 * 80 / 0.1)) / 80);
        assertThat(value("pacBayes@scale=5.0"))
                .isCloseTo(1 - value("noisyTrainAccuracy@scale=5.0") + complexity, within(1e-6));
        assertThat(row("kl@scale=5.0").draws()).isZero();
    }

    @Test
    void theReportSaysWhatTheBoundRestsOnAndThatItIsVacuous() throws IOException {
        assertThat(Files.readString(run.path().resolve("report.html")))
                .contains("vacuous: no error is above 1", "the prior was chosen before the data", "p = 0.1");
    }

    @Test
    void aPriorAroundTheInitialValuesIsNearer() {
        Plan asked = plan("methods: {plain: {}}, training: {epochs: 1, batchSize: 20, learningRate: 1.0e-12}, "
                + SECTION.replace("priorScale: 0.5", "priorScale: 5, priorCenter: initial"));
        RunDirectory other = new Runner(asked, runs, Clock.systemUTC())
                .run(runs, runs, List.of("dither"))
                .directory();
        double found = other.rows().stream()
                .filter(row -> row.metric().equals("kl@scale=5.0"))
                .mapToDouble(Row::value)
                .findFirst()
                .orElseThrow();
        assertThat(found).as("nothing was learned, and the scales are one").isCloseTo(0, within(1e-9));
    }

    @Test
    void aDamagedStateIsRefused() {
        Bench bench = new Bench(RunDirectory.create(runs, "run"), new CellId("a", 0, 0), "variability", List.of());
        assertThat(VariabilityState.read(bench).found()).isEmpty();
        bench.keep("{".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> VariabilityState.read(bench))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("delete it and resume again");
    }

    @Test
    void scalesThatAreDoneAreNotMeasuredAgain(@TempDir Path interrupted) {
        Plan asked = plan("methods: {plain: {}}, training: {epochs: 1, batchSize: 20}, " + SECTION);
        List<EvaluationProgress> heard = new ArrayList<>();
        RunListener keeper = new RunListener() {
            @Override
            public void evaluationAdvanced(CellId cell, EvaluationProgress progress) {
                heard.add(progress);
                if (heard.size() == 1) {
                    throw new IllegalStateException("interrupted");
                }
            }
        };
        Runner runner = new Runner(asked, runs, Clock.systemUTC()).with(keeper);
        assertThatThrownBy(() -> runner.run(interrupted, runs, List.of("dither")))
                .hasMessage("interrupted");
        RunDirectory half = RunDirectory.open(interrupted.resolve("mine"));
        assertThat(half.path().resolve("checkpoint/plain-seed0-noise0.0/variability"))
                .exists();
        runner.resume(half, runs, List.of("dither"));
        assertThat(heard).extracting(EvaluationProgress::done).containsExactly(1, 2);
    }

    @Test
    void perturbedMethodsAreTrainedByNoisyGradients() {
        Plan plan = plan(
                "methods: {a: {perturbed: {scale: 0.05}}, b: {perturbed: {scale: 0.1, family: laplace,"
                        + " measure: stddev, decay: clean}}}, training: {optimizer: sgd, learningRate: 0.1, weightDecay: 0.01}");
        Rule rule = Sgd.of(0.1, 0.9).withWeightDecay(0.01);
        assertThat(plan.method("a").optimizer(plan.training()))
                .isEqualTo(Perturbed.asPublished(rule, Perturbation.gaussian(0.05)));
        assertThat(plan.method("b").optimizer(plan.training()))
                .isEqualTo(new Perturbed(
                        rule, Perturbation.of(NoiseFamily.LAPLACE, 0.1).with(Perturbation.Measure.STDDEV)));
    }

    @ParameterizedTest
    @CsvSource({
        "'variability: {}', no key variability.scales",
        "'variability: {scales: []}', at least one scale",
        "'variability: {scales: [0]}', 'finite and positive, got 0.0'",
        "'variability: {scales: [1], draws: 1}', 'at least 2, got 1'",
        "'variability: {scales: [1], priorScale: -1}', 'priorScale must be finite and positive, got -1.0'",
        "'variability: {scales: [1], confidence: 1}', 'confidence must be in (0, 1), got 1.0'",
        "'variability: {scales: [1], priorScale: 1, family: laplace}', 'priorScale is for family gaussian'",
        "'variability: {scales: [1], examples: -1}', must not be negative",
    })
    void whatDoesNotFitIsRefused(String section, String message) {
        assertThatThrownBy(() -> plan("methods: {a: {}}, " + section))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void moreExamplesThanAreTrainedOnAreRefusedBeforeTheRun() {
        Plan plan = plan("methods: {a: {}}, variability: {scales: [1], examples: 91}");
        assertThatThrownBy(() -> plan.load(runs))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContaining("variability.examples is 91, but 90 examples");
    }
}
