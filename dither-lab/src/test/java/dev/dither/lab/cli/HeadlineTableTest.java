package dev.dither.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.lab.run.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class HeadlineTableTest {
    private static Row row(long seed, String method, String metric, double value, int draws) {
        return new Row("r", seed, method, metric, value, draws, OptionalDouble.empty());
    }

    private static List<String> lines(Row... rows) {
        return new HeadlineTable(List.of(rows)).lines();
    }

    @Test
    void methodsStandSideBySideWithTheMeanAndDeviationOfTheirSeeds() {
        assertThat(lines(
                        row(0, "plain", "testAccuracy", 0.5, 0),
                        row(0, "noisy", "testAccuracy", 0.625, 0),
                        row(1, "plain", "testAccuracy", 0.6, 0),
                        row(1, "noisy", "testAccuracy", 0.875, 0)))
                .containsExactly(
                        "metric        by    seeds            plain            noisy",
                        "testAccuracy  mean  2      0.5500 (0.0707)  0.7500 (0.1768)"); // 0.1/√2 and 0.25/√2
    }

    @Test
    void drawsAreALineOfTheirOwnWithoutWhatDrawsNothing() {
        assertThat(lines(
                        row(0, "plain", "testEce", 0.5, 0),
                        row(0, "noisy", "testEce", 0.25, 0),
                        row(0, "noisy", "testEce", 0.125, 10)))
                .containsExactly(
                        "metric   by        seeds   plain   noisy",
                        "testEce  mean      1      0.5000  0.2500",
                        "testEce  10 draws  1           -  0.1250");
    }

    /** A deterministic network has no draws, and is judged in the same way nevertheless. */
    @Test
    void decisionsUnderAttackAreComparedWhateverTheirDraws() {
        assertThat(lines(
                        row(0, "plain", "robustAccuracy@attack=fgs@by=average@radius=0.1", 0, 0),
                        row(0, "noisy", "robustAccuracy@attack=fgs@by=average@radius=0.1", 0.5, 10),
                        row(0, "noisy", "testAccuracy", 1, 0)))
                .containsExactly(
                        "metric                                by       seeds   plain   noisy",
                        "robustAccuracy@attack=fgs@radius=0.1  average  1      0.0000  0.5000",
                        "testAccuracy                          mean     1           -  1.0000");
    }

    @Test
    void whatAllMetricsEndWithIsSaidOnce() {
        assertThat(lines(row(0, "a", "testAccuracy@noise=0.4", 0.5, 0), row(0, "a", "testEce@noise=0.4", 0.25, 0)))
                .containsExactly(
                        "metric @noise=0.4  by    seeds       a",
                        "testAccuracy       mean  1      0.5000",
                        "testEce            mean  1      0.2500");
        assertThat(lines(row(0, "a", "testEce@noise=0.2", 1, 0), row(0, "a", "testEce@noise=0.4", 1, 0)))
                .containsExactly(
                        "metric             by    seeds       a",
                        "testEce@noise=0.2  mean  1      1.0000",
                        "testEce@noise=0.4  mean  1      1.0000");
    }

    @Test
    void methodsThatDoNotFitMakeAParagraphOfEachFigure() {
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            rows.add(row(0, "se-snn coefficient=0." + i, "testAccuracy@noise=0.4", i, 0));
        }
        assertThat(new HeadlineTable(rows).lines())
                .containsExactly(
                        "testAccuracy@noise=0.4  mean  1 seed",
                        "  se-snn coefficient=0.1 1.0000  se-snn coefficient=0.2 2.0000  se-snn coefficient=0.3 3.0000",
                        "  se-snn coefficient=0.4 4.0000");
    }

    @Test
    void severalFiguresOfAMethodStandInALineWhereTheyFit() {
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            rows.add(row(0, "se-snn coefficient=0." + i, "testAccuracy", i, 0));
            rows.add(row(0, "se-snn coefficient=0." + i, "testAccuracy", i + 0.5, 10));
        }
        assertThat(new HeadlineTable(rows).lines())
                .hasSize(6)
                .startsWith(
                        "metric                         testAccuracy  testAccuracy",
                        "by                      seeds          mean      10 draws",
                        "se-snn coefficient=0.1  1            1.0000        1.5000");
    }

    @Test
    void figuresThatDoNotFitInALineHaveATableOfTheirOwn() {
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            for (String metric : List.of("first", "second", "third")) {
                rows.add(row(0, "a method with a name of many letters" + i, metric + "FigureOfManyLetters", i, 0));
            }
        }
        List<String> lines = new HeadlineTable(rows).lines();
        assertThat(lines).hasSize(5 + 1 + 5).allMatch(line -> line.length() <= 100);
        assertThat(lines.get(5)).isEmpty();
        assertThat(lines.get(6)).endsWith("thirdFigureOfManyLetters");
    }

    @Test
    void figuresOfFewerSeedsAreToldApart() {
        assertThat(lines(
                        row(0, "a", "testAccuracy", 0.5, 0),
                        row(1, "a", "testAccuracy", 0.5, 0),
                        row(0, "b", "testAccuracy", 0.5, 0)))
                .contains("testAccuracy  mean  1-2    0.5000 (0.0000)  0.5000");
    }

    @Test
    void percentsHaveTwoDecimalsAndCountsNone() {
        assertThat(lines(
                        row(0, "a", "prunedSizePercent", 49.998, 0),
                        row(0, "a", "prunedSize", 59006, 0),
                        row(1, "a", "prunedSize", 59008, 0)))
                .containsExactly(
                        "metric             by    seeds          a",
                        "prunedSizePercent  mean  1          50.00",
                        "prunedSize         mean  2      59007 (1)"); // √2 is 1.4
    }

    @Test
    void noRowsAreNoLines() {
        assertThat(lines()).isEmpty();
    }
}
