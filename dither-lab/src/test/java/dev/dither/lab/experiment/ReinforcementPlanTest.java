package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import dev.dither.train.EpochEnded;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReinforcementPlanTest {
    @TempDir
    Path runs;

    private static Study study(String text) {
        return ExperimentFile.parse("play.yaml", "{kind: reinforcement, hidden: 8, seeds: 2, " + text + "}")
                .study("", Map.of());
    }

    private static Study small() {
        return study("environment: CartPole-v0, methods: {plain: {}, noise: {layer: adaptive-noise}}, episodes: 6,"
                + " evaluateEvery: 2, evaluationEpisodes: 3");
    }

    private Runner runner(Study study) {
        return new Runner(study, runs, Clock.systemUTC());
    }

    @Test
    void judgementsAreRowsByEpisode() {
        RunDirectory run = runner(small()).run(runs, runs, List.of("dither")).directory();
        List<Row> noise = run.rows().stream()
                .filter(row -> row.method().equals("noise") && row.seed() == 1)
                .toList();
        assertThat(noise)
                .extracting(Row::metric)
                .containsExactly(
                        "evaluationReturn@episode=2",
                        "evaluationReturn@episode=4",
                        "evaluationReturn@episode=6",
                        "meanReturn",
                        "finalReturn");
        assertThat(noise).allMatch(row -> row.draws() == 3);
        double mean =
                noise.subList(0, 3).stream().mapToDouble(Row::value).average().orElseThrow();
        assertThat(noise.get(3).value()).isEqualTo(mean);
        assertThat(noise.get(4).value()).isEqualTo(noise.get(2).value());
        assertThat(run.events()).hasSize(2 * 2 * 3).allMatch(event -> "episode".equals(event.get("unit")));
    }

    @Test
    void anInterruptedRunGoesOnBitByBit() throws IOException {
        RunDirectory whole = runner(small()).run(runs, runs, List.of("dither")).directory();
        Interrupted stop = new Interrupted();
        assertThatThrownBy(() -> runner(small()).with(stop).run(runs, runs, List.of("dither")))
                .isInstanceOf(IllegalStateException.class);
        RunDirectory resumed = RunDirectory.open(runs.resolve(whole.name() + "-2"));
        runner(small()).resume(resumed, runs, List.of("dither"));
        assertThat(withoutRun(resumed)).isEqualTo(withoutRun(whole));
        assertThat(Small.lasting(resumed).get("events.jsonl"))
                .isEqualTo(Small.lasting(whole).get("events.jsonl"));
    }

    /** Ends the run in the middle of its second cell. */
    private static final class Interrupted implements RunListener {
        private int judgements;

        @Override
        public void epochEnded(CellId cell, Stage stage, EpochEnded epoch) {
            judgements++;
            if (judgements == 5) {
                throw new IllegalStateException("interrupted");
            }
        }
    }

    private static List<Row> withoutRun(RunDirectory run) {
        return run.rows().stream()
                .map(row -> new Row("", row.seed(), row.method(), row.metric(), row.value(), row.draws(), row.stderr()))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "'environment: Pong, methods: {a: {}}', no environment is called Pong",
        "'environment: CartPole-v0, methods: {a: {layer: loud}}', no kind of policy is called loud",
        "'environment: CartPole-v0, methods: {a: {}}, episodes: 7, evaluateEvery: 2', 'a multiple of evaluateEvery, 2, got 7'",
        "'environment: CartPole-v0, methods: {a: {}}, only: [b]', only must name methods",
        "'environment: CartPole-v0, methods: {a: {}}, data: mnist', unknown key data",
        "'methods: {a: {}}', no key environment"
    })
    void whatDoesNotFitIsRefusedInOneLine(String text, String message) {
        assertThatThrownBy(() -> study(text))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContaining(message)
                .message()
                .hasLineCount(1);
    }

    @Test
    void unknownKindNamesTheKnownOnes() {
        assertThatThrownBy(() -> ExperimentFile.parse("a.yaml", "{kind: dance}").study("", Map.of()))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContaining("expected one of [captioning, continual, divergences, reinforcement], got dance");
    }
}
