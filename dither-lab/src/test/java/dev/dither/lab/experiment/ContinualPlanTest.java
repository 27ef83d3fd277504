package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import dev.dither.optim.Adam;
import dev.dither.optim.Decayed;
import dev.dither.optim.Perturbed;
import dev.dither.train.EpochEnded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContinualPlanTest {
    private static final String METHODS =
            "methods: {plain: {}, all: {perturbed: {scale: 0.03}, ewc: {strength: 30, examples: 20}, replay: {perTask: 10, inBatch: 4}}}";

    @TempDir
    Path runs;

    private static ContinualPlan plan(String text) {
        String file =
                "{kind: continual, data: fashion-mini, trainExamples: 150, testExamples: 60, hidden: [6], seeds: 2, ";
        return (ContinualPlan)
                ExperimentFile.parse("tasks.yaml", file + text + "}").study("", Map.of());
    }

    private Runner runner(Study study) {
        return new Runner(study, runs, Clock.systemUTC());
    }

    private RunDirectory run(Study study) {
        return runner(study).run(runs, runs, List.of("dither")).directory();
    }

    @Test
    void accuraciesAreRowsByTaskAndByWhatIsLearned() {
        RunDirectory run = run(plan(METHODS + ", stream: {tasks: 3}"));
        List<Row> rows = run.rows().stream()
                .filter(row -> row.method().equals("all") && row.seed() == 1)
                .toList();
        assertThat(rows)
                .extracting(Row::metric)
                .containsExactly(
                        "accuracy@task=1@after=1",
                        "averageAccuracy@after=1",
                        "firstTaskAccuracy@after=1",
                        "accuracy@task=1@after=2",
                        "accuracy@task=2@after=2",
                        "averageAccuracy@after=2",
                        "firstTaskAccuracy@after=2",
                        "accuracy@task=1@after=3",
                        "accuracy@task=2@after=3",
                        "accuracy@task=3@after=3",
                        "averageAccuracy@after=3",
                        "firstTaskAccuracy@after=3",
                        "averageAccuracy",
                        "forgetting",
                        "backwardTransfer");
        double[] last = {rows.get(7).value(), rows.get(8).value(), rows.get(9).value()};
        assertThat(rows.get(12).value()).isEqualTo((last[0] + last[1] + last[2]) / 3);
        assertThat(rows.get(14).value())
                .isEqualTo(
                        (last[0] - rows.get(0).value() + last[1] - rows.get(4).value()) / 2);
        assertThat(run.events()).hasSize(2 * 2 * 3).allMatch(event -> "task".equals(event.get("unit")));
        assertThat(run.events().stream().filter(event -> event.containsKey("ewc")))
                .hasSize(2 * 2);
    }

    @Test
    void theReportHasAMatrixForEachMethodAndCurvesOverTheTasks() throws IOException {
        RunDirectory run = run(plan(METHODS + ", stream: {tasks: 2}"));
        String report = Files.readString(run.path().resolve("report.html"));
        assertThat(report)
                .contains("Accuracy on each task: plain", "Accuracy on each task: all")
                .contains("firstTaskAccuracy by after", "averageAccuracy by after")
                .doesNotContain("accuracy by task");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stream: {tasks: 3}",
                "stream: {kind: split}, training: {freshOptimizer: true}",
                "stream: {kind: rotated, tasks: 3, degrees: 30}"
            })
    void anInterruptedRunGoesOnBitByBit(String stream) throws IOException {
        ContinualPlan plan = plan(METHODS + ", " + stream);
        RunDirectory whole = run(plan);
        int second = plan.steps() + 2;
        assertThatThrownBy(() -> runner(plan).with(new Interrupted(second)).run(runs, runs, List.of("dither")))
                .isInstanceOf(IllegalStateException.class);
        RunDirectory resumed = RunDirectory.open(runs.resolve(whole.name() + "-2"));
        runner(plan).resume(resumed, runs, List.of("dither"));
        assertThat(withoutRun(resumed)).isEqualTo(withoutRun(whole));
        assertThat(Small.lasting(resumed).get("events.jsonl"))
                .isEqualTo(Small.lasting(whole).get("events.jsonl"));
    }

    /** Ends the run in the middle of its second cell. */
    private static final class Interrupted implements RunListener {
        private final int after;
        private int tasks;

        Interrupted(int after) {
            this.after = after;
        }

        @Override
        public void epochEnded(CellId cell, Stage stage, EpochEnded epoch) {
            tasks++;
            if (tasks == after) {
                throw new IllegalStateException("interrupted");
            }
        }
    }

    private static List<Row> withoutRun(RunDirectory run) {
        return run.rows().stream()
                .map(row -> new Row("", row.seed(), row.method(), row.metric(), row.value(), row.draws(), row.stderr()))
                .toList();
    }

    @Test
    void noiseOfScaleZeroHasTheRowsOfTheBase() {
        RunDirectory run = run(plan("methods: {plain: {}, zero: {perturbed: {scale: 0}}}, stream: {tasks: 2}"));
        List<Double> plain = values(run, "plain");
        assertThat(values(run, "zero")).isEqualTo(plain);
    }

    private static List<Double> values(RunDirectory run, String method) {
        return run.rows().stream()
                .filter(row -> row.method().equals(method))
                .map(Row::value)
                .toList();
    }

    @Test
    void weightDecayIsTakenAtPerturbedWeightsUnlessTheyAreToBeClean() {
        ContinualPlan plan = plan("methods: {published: {perturbed: {scale: 0.1}},"
                + " clean: {perturbed: {scale: 0.1, decay: clean}}}, training: {weightDecay: 0.5}");
        Adam base = Adam.DEFAULT.withWeightDecay(0.5);
        assertThat(plan.method("published").optimizer(base)).isInstanceOfSatisfying(Decayed.class, outer -> {
            assertThat(outer.weightDecay()).isEqualTo(0.5);
            assertThat(outer.base()).isInstanceOf(Perturbed.class);
        });
        assertThat(plan.method("clean").optimizer(base))
                .isInstanceOfSatisfying(
                        Perturbed.class, outer -> assertThat(outer.base()).isEqualTo(base));
    }

    @ParameterizedTest
    @CsvSource({
        "'methods: {a: {}}, stream: {tasks: 1}', 'stream.tasks must be at least 2, got 1'",
        "'methods: {a: {}}, stream: {kind: split}', 'training.freshOptimizer must be true'",
        "'methods: {a: {perturbed: {scale: -1}}}', 'perturbed.scale must be finite and >= 0, got -1.0'",
        "'methods: {a: {perturbed: {scale: NaN}}}', 'perturbed.scale must be finite and >= 0, got NaN'",
        "'methods: {a: {ewc: {strength: NaN}}}', 'ewc.strength must be finite and >= 0, got NaN'",
        "'methods: {a: {ewc: {strength: 1, decay: 0.5}}}', 'ewc.decay is of online consolidation'",
        "'methods: {a: {ewc: {strength: 1, labels: expected, batchSize: 2}}}', 'fisher.batchSize must be 1'",
        "'methods: {a: {replay: {perTask: 0}}}', 'replay.perTask must be at least 1, got 0'",
        "'methods: {a: {ewc: {}}}', 'no key methods.a.ewc.strength'",
        "'methods: {a: {noise: 1}}', 'unknown key methods.a.noise'"
    })
    void whatDoesNotFitIsRefusedInOneLine(String text, String message) {
        assertThatThrownBy(() -> plan(text))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContaining(message)
                .message()
                .hasLineCount(1);
    }

    @Test
    void classesThatDoNotDivideAreRefusedBeforeARunIsThere() {
        ContinualPlan plan =
                plan("methods: {a: {}}, stream: {kind: split, tasks: 3}, training: {freshOptimizer: true}");
        assertThatThrownBy(() -> run(plan))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContaining("cannot be divided into 3 tasks of two or more classes each");
        assertThat(runs).isEmptyDirectory();
    }
}
