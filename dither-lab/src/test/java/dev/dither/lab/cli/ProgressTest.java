package dev.dither.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.lab.experiment.Catalogue;
import dev.dither.lab.experiment.CellId;
import dev.dither.lab.experiment.EvaluationProgress;
import dev.dither.lab.experiment.Plan;
import dev.dither.lab.experiment.Stage;
import dev.dither.train.EpochEnded;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
    private static final Plan PLAN = Catalogue.file("se-snn/convergence").plan("smoke", Map.of("seeds", "1"));
    private static final CellId FIRST = new CellId("baseline", 0.4, 0);
    private static final CellId SECOND = new CellId("se-snn", 0.4, 0);
    private static final Stage ONLY = new Stage(1, 1);
    private static final CellId FORWARD = new CellId("forward", 0.4, 0);
    private static final Plan CORRECTED = Catalogue.file("se-snn/convergence")
            .plan(
                    "smoke",
                    Map.of(
                            "seeds",
                            "1",
                            "methods",
                            "{forward: {correction: {kind: forward}}, plain: {}}",
                            "accept",
                            "null"));
    private static final long SECOND_IN_NANOS = 1_000_000_000L;

    private final StringWriter text = new StringWriter();
    private final PrintWriter out = new PrintWriter(text);

    private static EpochEnded epoch(int number) {
        return new EpochEnded(number, Map.of("nll", 0.5), Map.of("validationAccuracy", 0.75), 1, 2.5);
    }

    private LiveLine live(int columns, LiveLine.Paint paint, Long... seconds) {
        Deque<Long> times = new ArrayDeque<>(Arrays.asList(seconds));
        return new LiveLine(PLAN, out, columns, paint, () -> times.pop() * SECOND_IN_NANOS);
    }

    /** What a terminal shows: carriage return and clearing start a line anew. */
    private String shown() {
        String[] lines = text.toString().split("\n", -1);
        String last = lines[lines.length - 1];
        return last.substring(last.lastIndexOf("\r\u001b[K") + 4);
    }

    @Test
    void withoutATerminalEachEpochIsALine() {
        try (Progress progress = Progress.of(PLAN, out, null, Map.of("TERM", "xterm"))) {
            progress.cellBegins(FIRST, ONLY, 0);
            progress.epochEnded(FIRST, ONLY, epoch(1));
            progress.epochEnded(FIRST, ONLY, epoch(2));
        }
        assertThat(text.toString().lines())
                .containsExactly(
                        "seed 0  noise 0.4  baseline   epoch 1/2  nll 0.5000  validation 0.7500  2.5 s",
                        "seed 0  noise 0.4  baseline   epoch 2/2  nll 0.5000  validation 0.7500  2.5 s");
    }

    @Test
    void stageIsToldWhereThereAreSeveral() {
        try (Progress progress = Progress.of(CORRECTED, out, null, Map.of("TERM", "xterm"))) {
            progress.epochEnded(FORWARD, new Stage(1, 2), epoch(2));
        }
        assertThat(text.toString().lines())
                .containsExactly(
                        "seed 0  noise 0.4  forward    stage 1/2  epoch 2/2  nll 0.5000  validation 0.7500  2.5 s");
    }

    /** Two stages of two epochs, then a cell of two epochs: 3 seconds an epoch. */
    @Test
    void liveLineCountsTheEpochsOfAllStages() {
        Deque<Long> times = new ArrayDeque<>(List.of(0L, 3L, 6L, 9L));
        LiveLine line = new LiveLine(CORRECTED, out, 100, LiveLine.Paint.PLAIN, () -> times.pop() * SECOND_IN_NANOS);
        line.cellBegins(FORWARD, new Stage(1, 2), 0);
        assertThat(shown()).endsWith("  0 %  cell 1 of 2  forward seed 0  stage 1/2  epoch 0/2");
        line.epochEnded(FORWARD, new Stage(1, 2), epoch(1));
        assertThat(shown()).endsWith(" 12 %  cell 1 of 2  forward seed 0  stage 1/2  epoch 1/2  0:15 left");
        line.epochEnded(FORWARD, new Stage(1, 2), epoch(2));
        line.epochEnded(FORWARD, new Stage(2, 2), epoch(1));
        assertThat(shown()).endsWith(" 37 %  cell 1 of 2  forward seed 0  stage 2/2  epoch 1/2  0:09 left");
    }

    @Test
    void stepsOfAnEvaluationAreLinesToo() {
        try (Progress progress = Progress.of(PLAN, out, null, Map.of("TERM", "xterm"))) {
            progress.evaluationAdvanced(FIRST, new EvaluationProgress("pruning", 3, 10, Map.of("error", 0.25)));
        }
        assertThat(text.toString().lines()).containsExactly("seed 0  noise 0.4  baseline   pruning 3/10  error 0.2500");
    }

    @Test
    void liveLineShowsTheStepOfAnEvaluation() {
        LiveLine line = live(100, LiveLine.Paint.PLAIN, 0L);
        line.cellBegins(FIRST, ONLY, 0);
        line.evaluationAdvanced(FIRST, new EvaluationProgress("pruning", 3, 10, Map.of()));
        assertThat(shown()).contains(" 50 %  cell 1 of 2  baseline seed 0  pruning 3/10");
    }

    @ParameterizedTest
    @CsvSource({"80, dumb", "80, ", "0, xterm", "wide, xterm", "'', xterm"})
    void whatCannotRewriteLinesGetsLines(String columns, String term) {
        Map<String, String> environment = term == null ? Map.of() : Map.of("TERM", term);
        assertThat(Progress.of(PLAN, out, columns, environment)).isInstanceOf(Progress.Lines.class);
    }

    @Test
    void lineIsRewrittenInPlaceAndCellsStay() {
        LiveLine line = live(100, LiveLine.Paint.PLAIN, 0L, 3L, 6L, 6L, 16L);
        line.cellBegins(FIRST, ONLY, 0);
        assertThat(shown()).isEqualTo("[" + ".".repeat(30) + "]   0 %  cell 1 of 2  baseline seed 0  epoch 0/2");
        line.epochEnded(FIRST, ONLY, epoch(1));
        assertThat(text.toString()).doesNotContain("\n");
        assertThat(shown())
                .isEqualTo("[#######" + ".".repeat(23) + "]  25 %  cell 1 of 2  baseline seed 0  epoch 1/2  0:09 left");
        line.epochEnded(FIRST, ONLY, epoch(2));
        assertThat(text.toString().split("\n", -1)[0]).endsWith("epoch 2/2  nll 0.5000  validation 0.7500  2.5 s");
        line.cellBegins(SECOND, ONLY, 0);
        line.epochEnded(SECOND, ONLY, epoch(1));
        assertThat(shown()).endsWith(" 75 %  cell 2 of 2  se-snn seed 0  epoch 1/2  0:10 left");
    }

    @Test
    void resumedRunStartsWhereItWas() {
        LiveLine line = live(100, LiveLine.Paint.PLAIN, 0L);
        line.cellBegins(SECOND, ONLY, 1);
        assertThat(shown()).endsWith(" 75 %  cell 2 of 2  se-snn seed 0  epoch 1/2");
    }

    @ParameterizedTest
    @CsvSource({"100", "60", "59", "30", "10", "1"})
    void lineIsNarrowerThanTheTerminal(int columns) {
        LiveLine line = live(columns, LiveLine.Paint.PLAIN, 0L, 3L);
        line.cellBegins(FIRST, ONLY, 0);
        line.epochEnded(FIRST, ONLY, epoch(1));
        assertThat(shown().length()).isLessThan(Math.max(columns, 1));
    }

    @Test
    void colorsAreOffWhereTheyAreNotWanted() {
        for (Map<String, String> environment :
                List.of(Map.of("TERM", "xterm"), Map.of("TERM", "xterm", "NO_COLOR", "1"))) {
            text.getBuffer().setLength(0);
            try (Progress progress = Progress.of(PLAN, out, "100", environment)) {
                progress.cellBegins(FIRST, ONLY, 1);
            }
            assertThat(text.toString().contains("\u001b[32m")).isEqualTo(!environment.containsKey("NO_COLOR"));
            assertThat(shown()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0:00", "59, 0:59", "61, 1:01", "3600, 1:00:00", "360061, 100:01:01"})
    void timesReadAsOnAClock(long seconds, String expected) {
        assertThat(LiveLine.clock(seconds)).isEqualTo(expected);
    }
}
