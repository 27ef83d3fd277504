package dev.dither.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.lab.run.CsvText;
import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttackChapterTest {
    private static final String ATTACK = "@attack=cw-l2@sees=sample";

    @TempDir
    Path runs;

    private RunDirectory run;

    /** Two seeds of a deterministic and of a stochastic method, one radius, and no budget. */
    @BeforeEach
    void writeRun() {
        run = RunDirectory.create(runs, "robust");
        List<Row> rows = new ArrayList<>();
        for (int seed = 0; seed < 2; seed++) {
            rows.add(row(seed, "plain", "testAccuracy", 0.95, 0));
            for (String by : List.of("mean", "all")) {
                rows.add(row(seed, "plain", "robustAccuracy" + ATTACK + "@by=" + by + "@radius=0.5", 0.25, 0));
                rows.add(row(seed, "plain", "robustAccuracy" + ATTACK + "@by=" + by, 0, 0));
                int draws = by.equals("mean") ? 0 : 10;
                double value = by.equals("mean") ? 0.5 + 0.1 * seed : 0.125;
                rows.add(row(seed, "noisy", "robustAccuracy" + ATTACK + "@by=" + by + "@radius=0.5", value, draws));
            }
            rows.add(row(seed, "noisy", "attackL2" + ATTACK + "@radius=0.5", 0.375, 10));
        }
        run.append(rows);
    }

    private static Row row(long seed, String method, String metric, double value, int draws) {
        return new Row("robust", seed, method, metric, value, draws, OptionalDouble.empty());
    }

    private Part part() {
        List<Part> parts = new AttackChapter().parts(run);
        assertThat(parts).hasSize(1);
        return parts.get(0);
    }

    @Test
    void linesAreDecisionsAndColumnsRadiiWithTheUnlimitedLast() {
        Part.Table table = part().tables().get(0);
        assertThat(table.head()).containsExactly("method", "judged by", "radius 0.5", "no budget");
        assertThat(table.lines())
                .containsExactly(
                        List.of("plain", "deterministic", "0.250 ± 0.000", "0.000 ± 0.000"),
                        List.of("noisy", "mean", "0.550 ± 0.071", "–"), // 0.5 and 0.6
                        List.of("noisy", "all", "0.125 ± 0.000", "–"));
    }

    @Test
    void distancesHaveATable() {
        assertThat(part().tables().get(1).lines()).contains(List.of("noisy", "L2 of successes", "0.375 ± 0.000", "–"));
    }

    @Test
    void methodsAreDrawnTogetherAndDecisionsOfTheStochasticOneSideBySide() {
        assertThat(part().charts())
                .extracting(Chart::title)
                .containsExactly("accuracy of the mean network", "noisy: accuracy by every way to decide");
        assertThat(part().charts().get(0).series())
                .extracting(Chart.Series::label)
                .containsExactly("plain", "noisy");
        Chart.Series noisy = part().charts().get(0).series().get(1);
        assertThat(noisy.low()).containsExactly(0.5);
        assertThat(noisy.high()).containsExactly(0.6);
        assertThat(part().charts().get(1).series())
                .extracting(Chart.Series::label)
                .containsExactly("mean", "all");
    }

    @Test
    void figuresOfTheChapterAreNotRepeatedAmongTheResults() {
        assertThat(Report.of(run).html())
                .contains("test<wbr>Accuracy", "Under attack by cw-l2, which sees the average of draws")
                .doesNotContain("robustAccuracy", "robust<wbr>Accuracy");
    }

    @Test
    void failedCheckIsSaidPlainly() {
        CsvText table = new CsvText("method", "seed", "noiseRate", "check", "passed", "verdict")
                .line("noisy", 0, 0.0, "more radius does not help", true, "fine")
                .line("noisy", 0, 0.0, "an unbounded attack reaches 0 %", false, "10 %: the gradient is hidden");
        run.writeAtomically("sanity/noisy-seed0-noise0.0.csv", table.bytes());
        Part part = new SanityChapter().parts(run).get(0);
        assertThat(part.note()).contains("failed for noisy", "not to be believed");
        assertThat(part.tables().get(0).lines())
                .containsExactly(
                        List.of("noisy", "more radius does not help", "passed", "fine"),
                        List.of("noisy", "an unbounded attack reaches 0 %", "FAILED", "10 %: the gradient is hidden"));
    }

    @Test
    void passedChecksAreNotCalledAProof() {
        CsvText table = new CsvText("method", "seed", "noiseRate", "check", "passed", "verdict")
                .line("noisy", 0, 0.0, "more radius does not help", true, "fine");
        run.writeAtomically("sanity/noisy-seed0-noise0.0.csv", table.bytes());
        assertThat(new SanityChapter().parts(run).get(0).note()).contains("proves nothing");
    }

    @Test
    void runWithoutAttacksHasNoChapter() {
        RunDirectory other = RunDirectory.create(runs, "other");
        other.append(List.of(row(0, "plain", "testAccuracy", 0.9, 0)));
        assertThat(new AttackChapter().parts(other)).isEmpty();
        assertThat(new SanityChapter().parts(other)).isEmpty();
    }
}
