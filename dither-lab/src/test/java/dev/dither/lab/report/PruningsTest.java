package dev.dither.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.RunException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PruningsTest {
    private static final String HEADER = "step,reason,layer,unit,score,widths,flops,size,memory,validationError\n";

    @TempDir
    Path runs;

    private RunDirectory run;

    @BeforeEach
    void writeRun() {
        run = RunDirectory.create(runs, "pruned");
        run.plan(Map.of("id", "pruned", "data", "mnist"));
        write("se%20snn-seed0-noise0.0", "0.5");
        write("se%20snn-seed1-noise0.0", "0.25");
        List<Row> rows = new ArrayList<>();
        for (int seed = 0; seed < 2; seed++) {
            rows.add(row(seed, "flops", 2000));
            rows.add(row(seed, "prunedFlops", 100 + seed * 200));
            rows.add(row(seed, "testError", 0.01));
            rows.add(row(seed, "prunedTestError", 0.02));
            rows.add(row(seed, "prunedSizePercent", 2.5));
            rows.add(row(seed, "latencyP50@batch=1", 0.002));
            rows.add(row(seed, "prunedLatencyP50@batch=1", 0.0018));
            rows.add(row(seed, "latencyP50@batch=128", 0.2));
            rows.add(row(seed, "prunedLatencyP50@batch=128", 0.02));
        }
        run.append(rows);
    }

    private static Row row(int seed, String metric, double value) {
        return new Row("r", seed, "se snn", metric, value, 0, OptionalDouble.empty());
    }

    private void write(String stem, String error) {
        String text = HEADER + "0,UNPRUNED,,,,20-50-800-500,2000,400,60,0.125\n"
                + "0,DEAD,0,3,,19-50-800-500,1900,390,58,0.125\n"
                + "1,RANKED,0,1,0.5,18-50-800-500,1500,380,56,\n"
                + "2,RANKED,0,1,0.5,2-7-112-79,200,10,6," + error + "\n";
        run.writeAtomically("pruning/" + stem + ".csv", text.getBytes(StandardCharsets.UTF_8));
    }

    private List<Part> parts() {
        return new Prunings().parts(run);
    }

    @Test
    void runThatPrunedNothingHasNoChapter() {
        assertThat(new Prunings().parts(RunDirectory.create(runs, "other"))).isEmpty();
    }

    @Test
    void widthsStandBeforeAndAfter() {
        assertThat(parts().get(0).tables().get(0).lines())
                .containsExactly(
                        List.of("se snn", "0", "20-50-800-500", "2-7-112-79", "1", "2"),
                        List.of("se snn", "1", "20-50-800-500", "2-7-112-79", "1", "2"));
    }

    /** 200, 1900 and 2000 of 2000; nobody looked at 1500. */
    @Test
    void curveShowsTheErrorsThatWereLookedAt() {
        Chart chart = parts().get(0).charts().get(0);
        assertThat(chart.x()).containsExactly(10.0, 95.0, 100.0);
        Chart.Series line = chart.series().get(0);
        assertThat(line.mean()).containsExactly(0.375, 0.125, 0.125);
        assertThat(line.high()).containsExactly(0.5, 0.125, 0.125);
    }

    @Test
    void costsAreMeansAndDeviationsOverSeeds() { // 100 and 300: 200, and √20000
        assertThat(parts().get(1).tables().get(0).lines())
                .contains(
                        List.of("FLOPs", "2,000", "200 ± 141", "10.00 %"),
                        List.of("test error, %", "1", "2", ""),
                        List.of("p50, batch of 1, ms", "2", "1.800", "90.00 %"));
    }

    @Test
    void timesStandInTheChapterAlone() {
        assertThat(Report.of(run).html())
                .contains("p50, batch of 128, ms", "pruned<wbr>Size<wbr>Percent")
                .doesNotContain("latency<wbr>P50", "latencyP50", "LatencyP50", "by batch");
    }

    @Test
    void onlyTimeThatWasNotSavedIsDoubted() {
        assertThat(parts().get(1).note())
                .contains("se snn: ", "in batches of 1:", "90 % of the time")
                .doesNotContain("batches of 128");
    }

    @Test
    void publishedNetworksStandBesideThoseOfTheRun() {
        List<List<String>> lines = parts().get(2).tables().get(0).lines();
        assertThat(lines)
                .extracting(line -> line.get(0))
                .containsExactly(
                        "GD",
                        "GL",
                        "Sparse VD",
                        "SBP",
                        "BC-GNJ",
                        "BC-GHS",
                        "L0",
                        "L0-sep",
                        "VIBNet",
                        "SE-SNN",
                        "se snn, this run");
        assertThat(lines.get(3)).containsExactly("SBP", "3-18-284-283", "19.66", "0.213", "21.15", "0.9");
        assertThat(lines.get(10)).contains("2-7-112-79", "2.50", "0.000", "2.00");
    }

    @Test
    void otherDataHasNothingPublished() {
        run.plan(Map.of("id", "pruned", "data", "fashion-mini"));
        assertThat(parts()).hasSize(2);
    }

    @Test
    void damagedLedgerIsOneLine() {
        run.writeAtomically("pruning/a-seed0-noise0.0.csv", "nothing".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(this::parts).isInstanceOf(RunException.class).hasMessageContaining("a-seed0-noise0.0.csv");
    }
}
