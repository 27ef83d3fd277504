package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.run.Row;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DivergencePlanTest {
    @TempDir
    Path runs;

    private static Study study(String text) {
        return ExperimentFile.parse("kl.yaml", "{kind: divergences, " + text + "}")
                .study("", Map.of());
    }

    private List<Row> rows(String text) {
        return new Runner(study(text), runs, Clock.systemUTC())
                .run(runs, runs, List.of("dither"))
                .rows();
    }

    @Test
    void ardIsItsClosedForm() {
        List<Row> rows = rows("methods: {ard: {prior: ard}}, from: -2, to: 2, points: 3");
        assertThat(rows)
                .extracting(Row::metric)
                .containsExactly(
                        "divergence@logAlpha=-2.0",
                        "divergence@logAlpha=0.0",
                        "divergence@logAlpha=2.0",
                        "divergenceGained");
        assertThat(rows.get(1).value()).isCloseTo(0.5 * Math.log(2), within(1e-6));
        assertThat(rows.get(3).value())
                .isCloseTo(0.5 * Math.log1p(Math.exp(2)) - 0.5 * Math.log1p(Math.exp(-2)), within(1e-6));
        assertThat(rows).allMatch(row -> row.draws() == 0 && row.stderr().isEmpty());
    }

    /**
     * E log |1 + √α ε| − ½ log α at α = e¹² is −½ (γ + log 2) = −0.6352 but for terms of order 1/α. Four standard errors: a true
     * mean is missed once in 10,000 seeds; an error of 0.1, ten of them, is seen.
     */
    @Test
    void studentsTIsEstimatedWithItsError() {
        List<Row> rows = rows("methods: {t: {prior: student_t}}, from: 0, to: 12, points: 2, draws: 20000");
        Row last = rows.get(1);
        assertThat(last.draws()).isEqualTo(20000);
        double error = last.stderr().orElseThrow();
        assertThat(error).isBetween(0.002, 0.02);
        assertThat(last.value()).isCloseTo(-0.6352, within(4 * error));
        assertThat(last.value()).isNotCloseTo(-0.5352, within(4 * error));
    }

    @Test
    void gridThatCannotBeIsRefused() {
        assertThatThrownBy(() -> study("methods: {a: {}}, from: 3, to: 3"))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContaining("from must be below to");
    }
}
