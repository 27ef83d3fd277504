package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import dev.dither.nn.Network;
import dev.dither.prune.Complexity;
import dev.dither.prune.Counting;
import dev.dither.prune.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrunePlanTest {
    private static final String TEXT = """
            id: pruned
            data: fashion-mini
            trainExamples: 120
            testExamples: 60
            validationFraction: 0.2
            hidden: [10, 7]
            methods:
              baseline: {}
              noisy: {stochasticLayers: 2, aggregation: per_unit}
            training: {epochs: 2, batchSize: 16, learningRate: 0.001}
            seeds: 1
            prune: {byMethod: {baseline: taylor}, until: ["size<20%"], miniBatches: 2, rankedBy: 32, measuredEvery: 2}
            """;
    private static final String LAST = "noisy-seed0-noise0.0";

    @TempDir
    static Path uninterrupted;

    private static RunDirectory whole;

    @TempDir
    Path runs;

    @BeforeAll
    static void runWithoutInterruption() {
        whole = runner(plan(Map.of()))
                .run(uninterrupted, uninterrupted, List.of("dither"))
                .directory();
    }

    private static Plan plan(Map<String, String> changes) {
        return ExperimentFile.parse("pruned.yaml", TEXT).plan("", changes);
    }

    private static Runner runner(Plan plan) {
        return new Runner(plan, Path.of("no-data-needed"), Clock.systemUTC());
    }

    private static double figure(String method, String metric) {
        return whole.rows().stream()
                .filter(row -> row.method().equals(method) && row.metric().equals(metric))
                .mapToDouble(Row::value)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row " + metric + " of " + method));
    }

    private static Ledger ledger(String stem) throws IOException {
        return Ledger.parse(Files.readAllLines(whole.path().resolve("pruning/" + stem + ".csv")));
    }

    /** Ends a run, as a killed process does, when pruning is some looks further. */
    private static final class Interrupted extends RuntimeException implements RunListener {
        private static final long serialVersionUID = 1L;
        private final AtomicInteger left;

        Interrupted(int looks) {
            left = new AtomicInteger(looks);
        }

        @Override
        public void evaluationAdvanced(CellId cell, EvaluationProgress progress) {
            if (left.decrementAndGet() == 0) {
                throw this;
            }
        }
    }

    @Tag("determinism")
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void pruningInterruptedInTheMiddleIsUninterrupted(int looks) throws IOException {
        Plan plan = plan(Map.of());
        assertThatThrownBy(() -> runner(plan).with(new Interrupted(looks)).run(runs, runs, List.of("dither")))
                .isInstanceOf(Interrupted.class);
        RunDirectory run = RunDirectory.open(runs.resolve("pruned"));
        assertThat(run.path().resolve("checkpoint")).isDirectoryRecursivelyContaining("glob:**/pruning");
        runner(plan).resume(run, runs, List.of("dither"));
        assertThat(Small.lasting(run)).isEqualTo(Small.lasting(whole));
    }

    /** The teeth of the test above: the state is read, and another one leads elsewhere. */
    @Test
    void resumedPruningGoesOnFromItsState() throws IOException {
        Plan plan = plan(Map.of());
        assertThatThrownBy(() -> runner(plan).with(new Interrupted(2)).run(runs, runs, List.of("dither")))
                .isInstanceOf(Interrupted.class);
        RunDirectory run = RunDirectory.open(runs.resolve("pruned"));
        Path state = run.path().resolve("checkpoint/baseline-seed0-noise0.0/pruning");
        PruningState kept = PruningState.read(state);
        assertThat(kept.ledger().removals()).isNotEmpty();
        assertThat(kept.ledger().removals())
                .isEqualTo(ledger("baseline-seed0-noise0.0")
                        .removals()
                        .subList(0, kept.ledger().removals().size()));
        Files.writeString(state, "damaged");
        assertThatThrownBy(() -> runner(plan).resume(run, runs, List.of("dither")))
                .hasMessageContainingAll(state.toString(), "delete it and resume again");
    }

    @Test
    void ledgerEndsWhereTheGoalIsReached() throws IOException {
        for (String method : List.of("baseline", "noisy")) {
            Ledger ledger = ledger(method + "-seed0-noise0.0");
            long size = ledger.unpruned().complexity().size();
            assertThat(size).as("784 · 10 + 10 · 7 + 7 · 10").isEqualTo(7980);
            assertThat(ledger.last().complexity().size()).isLessThan(1596);
            assertThat(ledger.removals()
                            .get(ledger.removals().size() - 2)
                            .after()
                            .complexity()
                            .size())
                    .isGreaterThanOrEqualTo(1596);
        }
    }

    @Test
    void rowsAreThoseOfTheLedgerAndOfTheModelFile() throws IOException {
        Ledger ledger = ledger(LAST);
        Path file = whole.path().resolve("models/" + LAST + "-pruned.safetensors");
        Complexity left = ledger.last().complexity();
        assertThat(figure("noisy", "prunedFlops")).isEqualTo((double) left.flops());
        assertThat(figure("noisy", "prunedSizePercent")).isCloseTo(left.size() / 79.80, within(1e-9));
        assertThat(figure("noisy", "rankedUnits")).isEqualTo(ledger.steps());
        assertThat(figure("noisy", "prunedFileBytes")).isEqualTo((double) Files.size(file));
        assertThat(figure("noisy", "prunedTestError") + figure("noisy", "prunedTestAccuracy"))
                .isCloseTo(1, within(1e-12));
        try (Network network = ModelFile.load(file)) {
            assertThat(Complexity.of(network, Counting.VGG)).isEqualTo(left);
            assertThat(ModelFile.describe(file).noiseSites()).containsExactly("1", "2");
        }
        assertThat(whole.path().resolve("pruned.safetensors")).hasSameBinaryContentAs(file);
    }

    /** Both branches are saved: 2 (784 · 10 + 10) + 2 (10 · 7 + 7) + 7 · 10 + 10. */
    @Test
    void parametersAreThoseOfTheFile() {
        assertThat(figure("noisy", "parameters")).isEqualTo(15934);
        assertThat(figure("baseline", "parameters")).isEqualTo(8007);
    }

    @Test
    void latenciesAreMeasuredForOneExampleAndForMany() {
        for (String batch : List.of("@batch=1", "@batch=128")) {
            for (String prefix : List.of("latency", "prunedLatency")) {
                double median = figure("noisy", prefix + "P50" + batch);
                assertThat(median).isPositive();
                assertThat(figure("noisy", prefix + "P99" + batch)).isGreaterThanOrEqualTo(median);
            }
        }
    }

    @Test
    void quantileIsTheSmallestValueThatTheShareDoesNotExceed() {
        Stopwatch.Times times = new Stopwatch.Times(List.of(1.0, 2.0, 3.0, 4.0, 5.0));
        assertThat(times.quantile(0.5)).isEqualTo(3);
        assertThat(times.quantile(0.99)).isEqualTo(5);
        assertThat(times.quantile(0.2)).isEqualTo(1);
    }

    @Test
    void networkWithoutNoiseIsNotRankedByEntropy() {
        Plan plan = plan(Map.of("prune.byMethod", "{}"));
        assertThatThrownBy(() -> plan.load(Path.of("no-data-needed")))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContainingAll("baseline", "no entropy", "prune.byMethod");
    }

    @Test
    void methodThatIsNotThereIsRefused() {
        Plan plan = plan(Map.of("prune.byMethod", "{baseline: taylor, bsaeline: taylor}"));
        assertThatThrownBy(() -> plan.load(Path.of("no-data-needed"))).hasMessageContaining("bsaeline");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[speed<3]", "[]", "[flops>3]"})
    void budgetThatIsNoneIsRefused(String until) {
        assertThatThrownBy(() -> plan(Map.of("prune.until", until)))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContainingAll("prune", "budget");
    }
}
