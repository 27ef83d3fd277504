package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.lab.run.RunDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
    private static final CellId CELL = new CellId("a", 0.4, 0);
    private static final byte[] STATE = "half".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path runs;

    private static Plan plan(String text) {
        return ExperimentFile.parse("mine.yaml", "{data: digits, methods: {a: {}}" + text + "}")
                .plan("", Map.of());
    }

    @Test
    void sectionsOfThePlanAskForTheirEvaluations() {
        assertThat(plan("").evaluations()).extracting(Evaluation::name).containsExactly("prediction");
        assertThat(plan(", labelNoise: {rates: [0.2]}").evaluations())
                .extracting(Evaluation::name)
                .containsExactly("prediction", "label-ranking");
    }

    @Test
    void metricsNameTheNoiseRateWhereThePlanIsAboutWrongLabels() {
        assertThat(CELL.metricEnding(plan(", labelNoise: {rates: [0.4]}"))).isEqualTo("@noise=0.4");
        assertThat(CELL.metricEnding(plan(""))).isEmpty();
    }

    @Test
    void stateIsThereUntilTheCellIsDone() {
        RunDirectory run = RunDirectory.create(runs, "run");
        Bench bench = new Bench(run, CELL, "pruning", List.of());
        assertThat(bench.state()).isEmpty();
        bench.keep("first".getBytes(StandardCharsets.UTF_8));
        bench.keep(STATE);
        Bench resumed = new Bench(RunDirectory.create(runs, "other"), CELL, "pruning", List.of());
        assertThat(resumed.state()).as("of another run").isEmpty();
        assertThat(new Bench(run, CELL, "pruning", List.of()).state())
                .hasValueSatisfying(path -> assertThat(path).hasBinaryContent(STATE));
        Bench.clear(run, CELL);
        assertThat(bench.state()).isEmpty();
    }

    @Test
    void stateBelongsToOneCellAndOneEvaluation() {
        RunDirectory run = RunDirectory.create(runs, "run");
        new Bench(run, CELL, "pruning", List.of()).keep(STATE);
        assertThat(new Bench(run, CELL, "attack", List.of()).state()).isEmpty();
        CellId other = new CellId("a", 0.4, 1);
        assertThat(new Bench(run, other, "pruning", List.of()).state()).isEmpty();
        Bench.clear(run, other);
        assertThat(new Bench(run, CELL, "pruning", List.of()).state()).isPresent();
    }

    @Test
    void listenersHearOfProgress() {
        List<EvaluationProgress> heard = new ArrayList<>();
        RunListener listener = new RunListener() {
            @Override
            public void evaluationAdvanced(CellId cell, EvaluationProgress progress) {
                assertThat(cell).isEqualTo(CELL);
                heard.add(progress);
            }
        };
        Bench bench = new Bench(RunDirectory.create(runs, "run"), CELL, "pruning", List.of(listener));
        bench.progress(3, 10, Map.of("error", 0.02));
        assertThat(heard).containsExactly(new EvaluationProgress("pruning", 3, 10, Map.of("error", 0.02)));
    }

    @Test
    void progressBeyondItsEndIsRefused() {
        assertThatThrownBy(() -> new EvaluationProgress("pruning", 11, 10, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("pruning", "11", "10");
    }

    /** What a process killed between the rows of a cell and the end of its state leaves. */
    @Test
    void resumedRunDropsTheStateOfFinishedCells() {
        RunDirectory run = Small.run(runs);
        Bench bench = new Bench(run, new CellId("baseline", 0.2, 0), "pruning", List.of());
        bench.keep(STATE);
        Small.resume(run);
        assertThat(bench.state()).isEmpty();
    }
}
