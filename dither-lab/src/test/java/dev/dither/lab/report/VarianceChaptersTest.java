package dev.dither.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.lab.run.CsvText;
import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.Spread;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chapters on networks with random weights. */
class VarianceChaptersTest {
    @TempDir
    Path runs;

    private RunDirectory run;

    @BeforeEach
    void begin() {
        run = RunDirectory.create(runs, "variance");
    }

    private static Row row(long seed, String metric, double value, int draws) {
        return new Row("variance", seed, "v", metric, value, draws, OptionalDouble.empty());
    }

    private static Part only(List<Part> parts) {
        assertThat(parts).hasSize(1);
        return parts.get(0);
    }

    private void singles(double... values) {
        List<Row> rows = new ArrayList<>(List.of(
                row(0, "testAccuracy", 0.97, 0), row(0, "testAccuracy", 0.5, 1), row(0, "testAccuracy", 0.93, 8)));
        for (int draw = 0; draw < values.length; draw++) {
            rows.add(row(0, "singleAccuracy@draw=" + draw, values[draw], 1));
        }
        run.append(rows);
    }

    @Test
    void singleDrawsAreBarsAsWideAsTheyDiffer() {
        singles(0.5, 0.75, 0.75, 1.0);
        Chart chart = only(new DrawChapter().parts(run)).charts().get(0);
        assertThat(chart.form()).isEqualTo(Chart.Form.BARS);
        assertThat(chart.x()).containsExactly(0.5, 0.75, 1.0);
        assertThat(chart.series().get(0).mean()).containsExactly(1.0, 2.0, 1.0);
    }

    /** Twelve values from 0 to 22 ask for bars of 22/4: of whole steps of 2 that is 6, three values each. */
    @Test
    void barsHoldTheSameNumberOfPossibleValues() {
        singles(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22);
        Chart chart = only(new DrawChapter().parts(run)).charts().get(0);
        assertThat(chart.x()).containsExactly(2.0, 8.0, 14.0, 20.0);
        assertThat(chart.series().get(0).mean()).containsExactly(3.0, 3.0, 3.0, 3.0);
    }

    @Test
    void drawsThatAreAllEqualAreOneBar() {
        singles(0.75, 0.75);
        Chart chart = only(new DrawChapter().parts(run)).charts().get(0);
        assertThat(chart.x()).containsExactly(0.75);
        assertThat(chart.series().get(0).mean()).containsExactly(2.0);
    }

    @Test
    void averageAndMeanAreMarkedWhereTheyAreNear() {
        singles(0.90, 0.92);
        Part part = only(new DrawChapter().parts(run));
        assertThat(part.charts().get(0).marks())
                .as("0.97 is farther from the draws than twice their width")
                .containsExactly(new Chart.Mark("average of 8 draws", 1, 0.93));
        assertThat(part.tables().get(0).lines())
                .containsExactly(List.of("v", "2", "0.9000", "0.9100 ± 0.014", "0.9200", "0.9300", "0.9700"));
    }

    @Test
    void singleDrawsDoNotFloodTheResults() {
        singles(0.5, 0.75);
        assertThat(Report.of(run).html())
                .contains("<h2>Single draws</h2>", "\"form\":\"BARS\"", "average of draws")
                .doesNotContain("singleAccuracy", "single<wbr>Accuracy");
    }

    private void epoch(int epoch, int seed, double... accuracies) {
        run.event(Map.of(
                "type",
                "epoch",
                "method",
                "v",
                "seed",
                seed,
                "epoch",
                epoch,
                "nll",
                1.0,
                "meanAccuracy",
                accuracies[0],
                "drawsAccuracy",
                accuracies[1],
                "zeroMeansAccuracy",
                accuracies[2],
                "logAlpha",
                -epoch));
    }

    @Test
    void everyWayToPredictIsALineOfOneChart() {
        epoch(1, 0, 0.75, 0.5, 0.0);
        epoch(1, 1, 0.25, 0.5, 0.0);
        epoch(2, 0, 0.125, 0.5, 0.5);
        List<Chart> charts = only(new TransitionChapter().parts(run)).charts();
        assertThat(charts)
                .extracting(Chart::title)
                .containsExactly("v: validation accuracy", "log α, mean over the weights");
        assertThat(charts.get(0).series())
                .extracting(Chart.Series::label)
                .containsExactly("mean", "average of draws", "average of draws, all means 0");
        assertThat(charts.get(0).series().get(0).mean()).containsExactly(0.5, 0.125);
        assertThat(charts.get(0).series().get(0).low()).containsExactly(0.25, 0.125);
        assertThat(charts.get(1).series().get(0).mean()).containsExactly(-1.0, -2.0);
    }

    @Test
    void whatAChapterDrawsIsNoLearningCurveBesides() {
        epoch(1, 0, 0.75, 0.5, 0.0);
        assertThat(Report.of(run).html())
                .contains("<figcaption>nll", "<figcaption>v: validation accuracy")
                .doesNotContain("<figcaption>meanAccuracy", "<figcaption>logAlpha");
    }

    @Test
    void codesArePointsByClassWithTheirSpreads() {
        CsvText table = new CsvText("method", "seed", "class", "example", "draw", "first", "second");
        for (int draw = -1; draw <= 1; draw++) {
            table.line("v", 4, "ash", 0, draw, draw, 10.0 * draw);
            table.line("v", 4, "<oak>", 1, draw, 2.0 * draw, 0.0);
        }
        run.writeAtomically("codes/v-seed4-noise0.0.csv", table.bytes());
        Part part = only(new CodeChapter().parts(run));
        Chart chart = part.charts().get(0);
        assertThat(chart.title()).isEqualTo("v, seed 4");
        assertThat(chart.form()).isEqualTo(Chart.Form.POINTS);
        assertThat(chart.x()).containsExactly(-2.0, -1.0, 0.0, 0.0, 1.0, 2.0);
        assertThat(chart.series().get(0).mean()).containsExactly(null, -10.0, 0.0, null, 10.0, null);
        assertThat(part.tables().get(0).head()).containsExactly("network", "number", "ash", "<oak>");
        // of -1, 0 and 1 the standard deviation is 1
        assertThat(part.tables().get(0).lines())
                .containsExactly(
                        List.of("v, seed 4", "first", "1.00", "2.00"), List.of("v, seed 4", "second", "10.0", "0"));
        assertThat(Report.of(run).html()).contains("&lt;oak&gt;").doesNotContain("<oak>");
    }

    @Test
    void histogramsOfAUnitAreDensities() {
        CsvText table = new CsvText("method", "seed", "layer", "unit", "class", "from", "to", "count");
        table.line("v", 0, "9", 0, "ash", -1.0, 0.0, 1).line("v", 0, "9", 0, "ash", 0.0, 1.0, 3);
        table.line("v", 0, "9", 0, "oak", -1.0, 0.0, 0).line("v", 0, "9", 0, "oak", 0.0, 1.0, 0);
        table.line("v", 0, "9", 1, "ash", -4.0, 0.0, 1).line("v", 0, "9", 1, "ash", 0.0, 4.0, 1);
        run.writeAtomically("activations/v-seed0-noise0.0.csv", table.bytes());
        List<Chart> charts = only(new ActivationChapter().parts(run)).charts();
        assertThat(charts).extracting(Chart::title).containsExactly("unit 1", "unit 2");
        assertThat(charts.get(0).x()).containsExactly(-0.5, 0.5);
        assertThat(charts.get(0).series().get(0).mean()).containsExactly(0.25, 0.75);
        assertThat(charts.get(0).series().get(1).mean()).containsExactly(0.0, 0.0);
        assertThat(charts.get(1).series().get(0).mean()).containsExactly(0.125, 0.125); // two bins of width 4
    }

    @Test
    void linesOfOneColorAreDashedOneByOne() {
        Chart.Builder chart = new Chart.Builder("t", "x");
        List.of("a", "b", "c")
                .forEach(label -> chart.add(label, label.equals("b") ? 1 : 0, 0, Spread.of(List.of(1.0))));
        assertThat(chart.build().series()).extracting(Chart.Series::repeat).containsExactly(0, 0, 1);
    }

    @Test
    void runWithoutRandomWeightsHasNoneOfTheChapters() {
        run.append(List.of(row(0, "testAccuracy", 0.9, 0)));
        run.event(Map.of("type", "epoch", "method", "v", "seed", 0, "epoch", 1, "nll", 1.0));
        for (Chapter chapter :
                List.of(new DrawChapter(), new TransitionChapter(), new CodeChapter(), new ActivationChapter())) {
            assertThat(chapter.parts(run)).isEmpty();
        }
    }
}
