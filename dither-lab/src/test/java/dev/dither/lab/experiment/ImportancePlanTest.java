package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.attack.AdversarialTraining;
import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import dev.dither.labels.ForwardCorrection;
import dev.dither.labels.TransitionMatrix;
import dev.dither.nn.Conv;
import dev.dither.nn.DropConnectDense;
import dev.dither.nn.Init;
import dev.dither.nn.WeightNoise;
import dev.dither.objective.AsGiven;
import dev.dither.objective.CrossEntropy;
import dev.dither.objective.Elbo;
import dev.dither.objective.ImportanceWeighted;
import dev.dither.objective.ImportanceWeighted.Weighting;
import dev.dither.objective.Objective;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several draws an example as a key of a method, and the bound by more and more draws as a section. */
class ImportancePlanTest {
    @TempDir
    Path runs;

    private static Plan plan(String text) {
        return ExperimentFile.parse(
                        "mine.yaml",
                        "{data: digits, trainExamples: 100, testExamples: 40, hidden: [6], draws: 4, seeds: 1, " + text
                                + "}")
                .plan("", Map.of());
    }

    private static Objective objective(String method) {
        Plan plan = plan("training: {drawBatch: 3}, methods: {a: {" + method + "}}");
        return plan.recipe(plan.method("a"), plan.method("a").likelihood(TransitionMatrix.identity(10)), 80)
                .objective();
    }

    @Test
    void drawsAreAnObjectiveAroundWhateverALikelihoodStandsFor() {
        ImportanceWeighted plain =
                ImportanceWeighted.of(CrossEntropy.plain(), 8).withDrawBatch(3);
        assertThat(objective("dropProbability: 0.5, importanceWeighted: {draws: 8}"))
                .isEqualTo(plain);
        assertThat(objective("dropProbability: 0.5, importanceWeighted: {draws: 8, weighting: equal}"))
                .isEqualTo(plain.with(Weighting.EQUAL));
        assertThat(inner("stochasticLayers: 1")).isInstanceOfSatisfying(CrossEntropy.class, found -> {
            assertThat(found.likelihood()).isEqualTo(new AsGiven());
            assertThat(found.penalties()).hasSize(1);
        });
        assertThat(inner("stochasticLayers: 1, posterior: {kind: layer}")).isInstanceOf(Elbo.class);
        assertThat(inner("stochasticLayers: 1, dropConnect: {probability: 0.3}"))
                .isEqualTo(CrossEntropy.plain());
        assertThat(inner("dropProbability: 0.5, correction: {kind: forward}"))
                .isInstanceOfSatisfying(
                        CrossEntropy.class,
                        found -> assertThat(found.likelihood()).isInstanceOf(ForwardCorrection.class));
        assertThat(objective("dropProbability: 0.5, adversarial: {}, importanceWeighted: {draws: 8}"))
                .isInstanceOfSatisfying(
                        AdversarialTraining.class,
                        found -> assertThat(found.inner()).isEqualTo(plain));
    }

    private static Object inner(String method) {
        return ((ImportanceWeighted) objective(method + ", importanceWeighted: {draws: 2}")).inner();
    }

    @Test
    void droppedWeightsAreThoseOfStochasticLayers() {
        Plan plan = plan("methods: {a: {stochasticLayers: 1, dropConnect: {probability: 0.3, drawing: outputs}}}");
        assertThat(plan.layers("a", plan.load(runs).train()))
                .contains(new DropConnectDense(
                        6, Init.FAN_IN_NORMAL, Conv.Bias.TRAINED, 0.3, WeightNoise.Drawing.OUTPUTS));
        assertThatThrownBy(() -> plan("methods: {a: {dropConnect: {}}}"))
                .hasMessageContaining("those of stochastic layers: give stochastic as well");
        assertThatThrownBy(() -> plan("methods: {a: {stochasticLayers: 1, weights: gaussian, dropConnect: {}}}"))
                .hasMessageContaining("give one of weights, posterior and dropConnect, not several");
        assertThatThrownBy(() -> plan("methods: {a: {stochasticLayers: 1, dropConnect: {probability: 1}}}"))
                .hasMessageContaining("dropConnect.probability must be in [0, 1), got 1.0");
    }

    @Test
    void whatCannotBeWeighedIsRefused() {
        assertThatThrownBy(() -> plan("methods: {a: {dropProbability: 0.5, importanceWeighted: {draws: 0}}}"))
                .hasMessageContaining("importanceWeighted.draws must be at least 1, got 0");
        assertThatThrownBy(() -> plan("methods: {a: {dropProbability: 0.5, correction: {kind: backward},"
                        + " importanceWeighted: {draws: 2}}}"))
                .hasMessageContaining("importanceWeighted weighs draws by a likelihood");
        assertThatThrownBy(() ->
                        plan("methods: {a: {importanceWeighted: {draws: 2}}}").load(runs))
                .hasMessageContaining("methods.a: importanceWeighted draws noise, and the network has none");
        assertThatThrownBy(() -> plan("likelihoodBound: {draws: [4, 2]}, methods: {a: {dropProbability: 0.5}}"))
                .hasMessageContaining("likelihoodBound.draws must rise, got [4, 2]");
        assertThatThrownBy(() -> plan("likelihoodBound: {draws: [1, 2]}, methods: {a: {}}")
                        .load(runs))
                .hasMessageContaining("the network of methods.a has no noise");
    }

    @Test
    void oneDrawTrainsTheSameNetworkAsNoneAndABoundedMemoryTheSameToRounding() {
        RunDirectory run = run("methods: {plain: {dropProbability: 0.3},"
                + " one: {dropProbability: 0.3, importanceWeighted: {draws: 1}},"
                + " four: {dropProbability: 0.3, importanceWeighted: {draws: 4}}}, training: {epochs: 2}");
        assertThat(value(run, "one", "testNll")).isEqualTo(value(run, "plain", "testNll"));
        assertThat(value(run, "four", "testNll")).isNotEqualTo(value(run, "plain", "testNll"));
        RunDirectory bounded = run("methods: {four: {dropProbability: 0.3, importanceWeighted: {draws: 4}}},"
                + " training: {epochs: 2, drawBatch: 3}");
        assertThat(value(bounded, "four", "testNll")).isCloseTo(value(run, "four", "testNll"), within(1e-4));
    }

    @Test
    void theBoundIsMeasuredAtEachNumberOfDraws() {
        RunDirectory run = run("methods: {a: {dropProbability: 0.5}}, training: {epochs: 1},"
                + " likelihoodBound: {draws: [1, 4], repeats: 40, examples: 30}");
        assertThat(value(run, "a", "bound@draws=4")).isGreaterThan(value(run, "a", "bound@draws=1"));
        Row four = row(run, "a", "bound@draws=4");
        assertThat(four.draws()).isEqualTo(4);
        double rise = value(run, "a", "bound@draws=4") - value(run, "a", "bound@draws=1");
        double stderr = Math.hypot(
                four.stderr().orElseThrow(),
                row(run, "a", "bound@draws=1").stderr().orElseThrow());
        assertThat(value(run, "a", "leastBoundRise")).isCloseTo(rise / stderr, within(1e-6));
    }

    private RunDirectory run(String text) {
        return new Runner(plan(text), runs, Clock.systemUTC())
                .run(runs, runs, List.of("dither"))
                .directory();
    }

    private static Row row(RunDirectory run, String method, String metric) {
        List<Row> found = run.rows().stream()
                .filter(row -> row.method().equals(method) && row.metric().equals(metric))
                .filter(row -> row.draws() == 0 || !metric.startsWith("test"))
                .toList();
        assertThat(found).as(metric).hasSize(1);
        return found.get(0);
    }

    private static double value(RunDirectory run, String method, String metric) {
        return row(run, method, metric).value();
    }
}
