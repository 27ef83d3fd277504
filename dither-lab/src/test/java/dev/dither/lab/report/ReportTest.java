package dev.dither.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.Spread;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @TempDir
    Path runs;

    private RunDirectory run;

    @BeforeEach
    void writeRun() {
        run = example(runs);
    }

    /** Two methods, three seeds, a sweep over label noise and hostile text. */
    static RunDirectory example(Path runs) {
        RunDirectory run = RunDirectory.create(runs, "label-noise");
        run.plan(Map.of(
                "id",
                "se-snn/label-noise <b>&",
                "scale",
                "small",
                "published",
                List.of(
                        Map.of("method", "SE-SNN", "metric", "testAccuracy", "value", 0.985, "source", "Table 1"),
                        Map.of("method", "Dropout", "metric", "testAccuracy", "value", 0.96, "source", "Table 1"))));
        run.manifest(Map.of(
                "commandLine",
                List.of("./dither", "reproduce", "a b"),
                "threads",
                2,
                "verdict",
                Map.of(
                        "status",
                        "ordering only",
                        "reason",
                        "better in all seeds, outside of the band",
                        "claims",
                        List.of(Map.of("status", "not run", "reason", "no row <x>")))));
        for (String method : List.of("baseline", "SE-SNN")) {
            double gain = method.equals("baseline") ? 0 : 0.02;
            for (int seed = 1; seed <= 3; seed++) {
                run.append(rows(method, seed, gain));
                curve(run, method, seed, gain);
            }
        }
        return run;
    }

    private static List<Row> rows(String method, int seed, double gain) {
        int draws = method.equals("baseline") ? 0 : 20;
        OptionalDouble stderr = draws == 0 ? OptionalDouble.empty() : OptionalDouble.of(0.0004);
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("r", seed, method, "testAccuracy", 0.95 + gain + seed / 1000.0, draws, stderr));
        rows.add(new Row("r", seed, method, "nll", 0.2 - gain + seed / 300.0, draws, stderr));
        for (double noise = 0; noise < 0.9; noise += 0.2) {
            String metric = "testAccuracy@noise=" + Math.round(10 * noise) / 10.0;
            double value = 0.98 - noise * noise * (0.8 - 10 * gain) + seed / 100.0;
            rows.add(new Row("r", seed, method, metric, value, draws, stderr));
        }
        return rows;
    }

    private static void curve(RunDirectory run, String method, int seed, double gain) {
        for (int epoch = 1; epoch <= 20; epoch++) {
            double loss = Math.exp(-epoch / 6.0) + seed / 20.0 - gain;
            run.event(Map.of(
                    "type",
                    "epoch",
                    "method",
                    method,
                    "seed",
                    seed,
                    "epoch",
                    epoch,
                    "trainLoss",
                    loss,
                    "testAccuracy",
                    1 - loss / 2,
                    "learningRate",
                    1e-3 / epoch));
        }
    }

    @Test
    void sameDirectoriesGiveTheSameBytes() throws IOException {
        Report.write(run);
        byte[] first = Files.readAllBytes(run.path().resolve("report.html"));
        Report.write(RunDirectory.open(run.path()));
        assertThat(Files.readAllBytes(run.path().resolve("report.html"))).isEqualTo(first);
    }

    @Test
    void textIsEscaped() {
        run.append(List.of(new Row("r", 1, "<script>alert(1)</script>", "testAccuracy", 1, 0, OptionalDouble.empty())));
        run.event(Map.of("type", "epoch", "method", "</script><img>", "epoch", 1, "trainLoss", 1.0));
        assertThat(Report.of(run).html())
                .contains("se-snn/label-noise &lt;b&gt;&amp;", "&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script>alert(1)", "</script><img>", "<b>&");
    }

    @Test
    void meanAndDeviationAreThoseOfAHandExample() { // deviations -3, -1, 1, 3: squares 20, over n - 1 = 3
        Spread spread = Spread.of(List.of(2.0, 4.0, 6.0, 8.0));
        assertThat(spread.mean()).isEqualTo(5);
        assertThat(spread.stddev()).isCloseTo(Math.sqrt(20.0 / 3), within(1e-15));
        assertThat(Spread.of(List.of(2.0)).stddev()).isNaN();
    }

    @Test
    void tableShowsSpreadDrawsAndPublishedFigures() { // 0.951, 0.952, 0.953
        assertThat(Report.of(run).html())
                .contains("0.9520<span class=\"sd\"> ± 0.0010</span><small>n = 3</small>")
                .contains("SE-SNN<small>20 draws</small>", "0.985<sup>1</sup>", "./dither reproduce &#39;a b&#39;");
    }

    @Test
    void equalFiguresHaveNoSpread() { // the mean of three times 0.098 is not 0.098
        for (long seed = 0; seed < 3; seed++) {
            run.append(List.of(new Row("r", seed, "baseline", "share", 0.098, 0, OptionalDouble.empty())));
        }
        assertThat(Report.of(run).html()).contains("0.09800<span class=\"sd\"> ± 0</span>");
    }

    @Test
    void differentDrawsAreNeverMixed() {
        Row row = new Row("r", 1, "baseline", "testAccuracy", 0.5, 5, OptionalDouble.empty());
        run.append(List.of(row));
        assertThat(Report.of(run).html())
                .contains("0.9520<span class=\"sd\"> ± 0.0010</span><small>n = 3</small>")
                .contains("test<wbr>Accuracy<small>mean</small></th>", "test<wbr>Accuracy<small>5 draws</small></th>");
    }

    @Test
    void aPublishedFigureWithoutDrawsStandsWhereTheMetricWasMeasured() {
        run.plan(Map.of(
                "id",
                "a",
                "published",
                List.of(
                        Map.of("method", "SE-SNN", "metric", "testAccuracy", "value", 0.97),
                        Map.of("method", "SE-SNN", "metric", "flops", "value", 7))));
        run.append(List.of(new Row("r", 1, "SE-SNN", "share", 0.5, 3, OptionalDouble.empty())));
        String html = Report.of(run).html();
        assertThat(html).contains("test<wbr>Accuracy<small>20 draws</small></th>", "flops<small>3 draws</small></th>");
        assertThat(html).doesNotContain("test<wbr>Accuracy<small>3 draws", "flops<small>20 draws");
    }

    @Test
    void runsWithDifferentPlansStayApart() {
        RunDirectory other = RunDirectory.create(runs, "other");
        other.plan(Map.of("id", "other"));
        other.append(List.of(new Row("o", 9, "baseline", "testAccuracy", 0.1, 0, OptionalDouble.empty())));
        assertThat(Report.of(run, other).html()).contains("± 0.0010</span><small>n = 3</small>", ">other</h2>");
    }

    @Test
    void conditionsHaveLearningCurvesOfTheirOwn() {
        for (String method : List.of("a @ 0.1", "b @ 0.1", "a @ 0.5", "b @ 0.5")) {
            run.event(Map.of("type", "epoch", "method", method, "seed", 0, "epoch", 1, "nll", 1.0));
        }
        assertThat(Report.of(run).html())
                .contains("<summary>0.1</summary>", "<details open><summary>0.5</summary>")
                .doesNotContain("a @ 0.1");
    }

    @Test
    void claimsStandBelowTheVerdict() {
        assertThat(Report.of(run).html())
                .contains("outside of the band</span></div>\n<p class=\"note\">Claim, not run: no row &lt;x&gt;</p>");
    }

    @Test
    void stageBeforeTheLastHasALineOfItsOwn() {
        RunDirectory other = RunDirectory.create(runs, "stages");
        for (int stage = 1; stage <= 2; stage++) {
            other.event(Map.of(
                    "type", "epoch", "method", "a", "stage", stage, "stages", 2, "epoch", 1, "nll", 1.0 / stage));
        }
        assertThat(Report.of(other).html())
                .contains("</i>a, stage 1 <output>", "</i>a <output>")
                .doesNotContain("<figcaption>stage");
    }

    @Test
    void learningRateThatNeverChangesIsNotDrawn() {
        RunDirectory other = RunDirectory.create(runs, "constant");
        for (int epoch = 1; epoch <= 3; epoch++) {
            other.event(Map.of(
                    "type", "epoch", "method", "a", "epoch", epoch, "learningRateFactor", 1.0, "nll", 1.0 / epoch));
        }
        assertThat(Report.of(other).html()).contains("<figcaption>nll").doesNotContain("learningRateFactor");
    }

    private static RunDirectory sweep(Path runs, int positions) {
        RunDirectory run = RunDirectory.create(runs, "sweep" + positions);
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i <= positions; i++) {
            rows.add(new Row("r", 0, "a", "score@episode=" + i, 0.1 * i, 7, OptionalDouble.empty()));
        }
        run.append(rows);
        return run;
    }

    @Test
    void fewPositionsStandSideBySide() {
        assertThat(Report.of(sweep(runs, 8)).html())
                .contains("<h3>score by episode</h3>", "<th scope=\"col\">episode=8</th>")
                .doesNotContain("Table of");
    }

    @Test
    void manyPositionsAreLinesOfAFoldedTable() {
        assertThat(Report.of(sweep(runs, 9)).html())
                .contains(
                        "<details><summary>Table of score by episode</summary>",
                        "<th scope=\"row\">episode=9<small>7 draws</small></th>")
                .doesNotContain("<h3>");
    }

    @Test
    void drawsAreToldWhereAMethodHasSeveralNumbersOfThem() {
        RunDirectory swept = sweep(runs, 3);
        assertThat(Report.of(swept).html()).contains("\"label\":\"a\"").doesNotContain("\"label\":\"a, ");
        swept.append(List.of(new Row("r", 0, "a", "score@episode=1", 0.5, 1, OptionalDouble.empty())));
        assertThat(Report.of(swept).html()).contains("\"label\":\"a, 7 draws\"", "\"label\":\"a, 1 draw\"");
    }

    @Test
    void whatTheResultsDrawAndStandardErrorsHaveNoLearningCurves() {
        RunDirectory swept = sweep(runs, 3);
        swept.event(Map.of("type", "epoch", "method", "a", "epoch", 1, "score", 0.1, "loss", 1.0, "lossError", 0.5));
        assertThat(Report.of(swept).html())
                .contains("<figcaption>loss<", "<figcaption>score by episode<")
                .doesNotContain("<figcaption>score<", "<figcaption>lossError<");
    }

    @Test
    void runWithARuleAndWithoutAVerdictHasNotEnded() {
        RunDirectory swept = sweep(runs, 2);
        assertThat(Report.of(swept).html()).contains("This run states no acceptance rule.");
        swept.plan(Map.of("id", "sweep", "accept", Map.of("metric", "m")));
        assertThat(Report.of(swept).html()).contains("This run has not ended.");
    }

    private String withPagesOfPictures(int pages) {
        String page = "{'title': 'least certain', 'note': '', 'images': [{'png': 'AAAA', 'caption': 'is 7'}]}";
        String all = Collections.nCopies(pages, page).toString().replace('\'', '"');
        run.writeAtomically("gallery.json", all.getBytes(StandardCharsets.UTF_8));
        return Report.of(run).html();
    }

    @Test
    void fewPagesOfPicturesLieOpen() {
        assertThat(withPagesOfPictures(8)).contains("<h2>least certain</h2>").doesNotContain("<h2>Pictures</h2>");
    }

    @Test
    void manyPagesOfPicturesAreFoldedUnderTheirTitles() {
        String html = withPagesOfPictures(9);
        assertThat(html).containsOnlyOnce("<h2>Pictures</h2>").doesNotContain("<h2>least certain</h2>");
        assertThat(html.split("<summary>least certain</summary>", -1)).hasSize(10);
    }

    @Test
    void nothingIsLoadedFromElsewhere() {
        assertThat(Report.of(run).html())
                .doesNotContainPattern("(?i)(src|href)\\s*=\\s*[\"']?(https?:)?//")
                .doesNotContainPattern("(?i)<(script|link|img|iframe)[^>]*https?://")
                .doesNotContain("@import", "url(http");
    }
}
