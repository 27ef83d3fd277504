package dev.dither.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweptSettingsTest {
    @TempDir
    Path runs;

    private RunDirectory run;

    @BeforeEach
    void begin() {
        run = RunDirectory.create(runs, "sweep");
        run.plan(Map.of("id", "sweep", "accept", Map.of("metric", "m", "draws", 0)));
    }

    private void rows(String method, int draws, double... bySeed) {
        List<Row> rows = new ArrayList<>();
        for (int seed = 0; seed < bySeed.length; seed++) {
            rows.add(new Row("sweep", seed, method, "m", bySeed[seed], draws, OptionalDouble.empty()));
        }
        run.append(rows);
    }

    private Chart chart() {
        List<Part> parts = new SweptSettings().parts(run);
        assertThat(parts).hasSize(1);
        assertThat(parts.get(0).charts()).hasSize(1);
        return parts.get(0).charts().get(0);
    }

    @Test
    void firstNumberIsTheAxisAndTheOthersAreLines() {
        for (String margin : List.of("log(1)", "log(4)")) {
            double gain = margin.equals("log(1)") ? 0 : 0.25;
            rows("a coefficient=0.1 margin=" + margin, 0, 0.25 + gain, 0.75 + gain);
            rows("a coefficient=0.001 margin=" + margin, 0, 0.0 + gain, 0.25 + gain);
        }
        Chart chart = chart();
        assertThat(chart.title()).isEqualTo("a: m");
        assertThat(chart.axis()).isEqualTo("coefficient");
        assertThat(chart.spacing()).isEqualTo(Chart.Spacing.LOGARITHMIC);
        assertThat(chart.x()).containsExactly(0.001, 0.1);
        assertThat(chart.series()).extracting(Chart.Series::label).containsExactly("margin=log(1)", "margin=log(4)");
        Chart.Series upper = chart.series().get(1);
        assertThat(upper.mean()).containsExactly(0.375, 0.75);
        assertThat(upper.low()).containsExactly(0.25, 0.5);
        assertThat(upper.high()).containsExactly(0.5, 1.0);
    }

    @Test
    void methodWithoutSweepIsLevel() {
        rows("a k=1", 0, 0.5);
        rows("a k=2", 0, 0.75);
        rows("plain", 0, 0.25);
        Chart chart = chart();
        assertThat(chart.spacing()).isEqualTo(Chart.Spacing.LINEAR);
        assertThat(chart.series()).extracting(Chart.Series::label).containsExactly("a", "plain");
        assertThat(chart.series().get(1).mean()).containsExactly(0.25, 0.25);
    }

    @Test
    void onlyTheRulesInferenceIsDrawn() {
        rows("a k=1", 0, 0.5);
        rows("a k=2", 0, 0.75);
        rows("a k=1", 10, 0.0);
        assertThat(chart().series().get(0).mean()).containsExactly(0.5, 0.75);
    }

    @Test
    void wordsAndSingleValuesAreNoAxis() {
        rows("a init=he margin=1", 0, 0.5);
        rows("a init=fan margin=1", 0, 0.75);
        rows("b", 0, 0.75);
        assertThat(new SweptSettings().parts(run)).isEmpty();
    }

    @Test
    void thereIsNothingToDrawWithoutARule() {
        rows("a k=1", 0, 0.5);
        rows("a k=2", 0, 0.75);
        run.plan(Map.of("id", "sweep"));
        assertThat(new SweptSettings().parts(run)).isEmpty();
    }
}
