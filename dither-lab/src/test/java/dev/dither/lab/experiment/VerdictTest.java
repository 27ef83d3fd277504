package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.lab.run.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final String METRIC = "testAccuracy@noise=0.4";

    /** Published rule: above 0.93, below 0.97, 0.08 better than the baseline. */
    private static Plan plan() {
        return Catalogue.file("se-snn/label-noise-mnist").plan("small", Map.of());
    }

    private static List<Row> rows(double[] baseline, double[] stochastic) {
        List<Row> rows = new ArrayList<>();
        for (int seed = 0; seed < baseline.length; seed++) {
            rows.add(row(seed, "baseline", baseline[seed], 0));
            rows.add(row(seed, "se-snn", stochastic[seed], 0));
        }
        return rows;
    }

    private static Row row(long seed, String method, double value, int draws) {
        return new Row("run", seed, method, METRIC, value, draws, OptionalDouble.empty());
    }

    private static Verdict judged(double[] baseline, double[] stochastic) {
        return Verdict.of(plan(), rows(baseline, stochastic));
    }

    @Test
    void reproducedWhenOrderedInBandAndFarEnough() {
        Verdict verdict = judged(new double[] {0.80, 0.82}, new double[] {0.94, 0.96});
        assertThat(verdict.status()).isEqualTo("reproduced");
        assertThat(verdict.negative()).isFalse();
        assertThat(verdict.reason()).contains(METRIC, "0.9500 over 2 seeds", "0.1400 above baseline", "in every seed");
    }

    @Test
    void orderingOnlyBelowTheBand() {
        Verdict verdict = judged(new double[] {0.80, 0.82}, new double[] {0.90, 0.92});
        assertThat(verdict.status()).isEqualTo("ordering only");
        assertThat(verdict.negative()).isTrue();
    }

    @Test
    void orderingOnlyAboveTheBand() {
        assertThat(judged(new double[] {0.80}, new double[] {0.98}).status()).isEqualTo("ordering only");
    }

    @Test
    void orderingOnlyWhenTheGainIsTooSmall() {
        assertThat(judged(new double[] {0.90}, new double[] {0.95}).status()).isEqualTo("ordering only");
    }

    @Test
    void notReproducedWhenOneSeedIsOutOfOrder() {
        Verdict verdict = judged(new double[] {0.60, 0.96}, new double[] {0.95, 0.95});
        assertThat(verdict.status()).isEqualTo("not reproduced");
        assertThat(verdict.negative()).isTrue();
        assertThat(verdict.reason()).contains("not in every seed");
    }

    @Test
    void tieIsNotAnOrder() {
        assertThat(judged(new double[] {0.95}, new double[] {0.95}).status()).isEqualTo("not reproduced");
    }

    @Test
    void divergedMethodIsNotReproduced() {
        assertThat(judged(new double[] {0.80}, new double[] {Double.NaN}).status())
                .isEqualTo("not reproduced");
    }

    @Test
    void seedsArePairedWhateverTheOrderOfRows() {
        List<Row> rows = List.of(
                row(1, "se-snn", 0.96, 0),
                row(0, "baseline", 0.80, 0),
                row(0, "se-snn", 0.94, 0),
                row(1, "baseline", 0.85, 0));
        assertThat(Verdict.of(plan(), rows).status()).isEqualTo("reproduced");
    }

    @Test
    void onlyTheMeanNetworkIsJudged() {
        List<Row> rows = rows(new double[] {0.80}, new double[] {0.95});
        rows.add(row(0, "se-snn", 0.1, 10));
        assertThat(Verdict.of(plan(), rows).status()).isEqualTo("reproduced");
    }

    @Test
    void noneWithoutRows() {
        Verdict verdict = Verdict.of(plan(), List.of(row(0, "baseline", 0.8, 0)));
        assertThat(verdict.status()).isEqualTo("none");
        assertThat(verdict.negative()).isFalse();
        assertThat(verdict.reason()).contains(METRIC, "se-snn");
    }

    @Test
    void noneWithoutRule() {
        Verdict verdict = Verdict.of(Catalogue.file("demo").plan("", Map.of()), List.of());
        assertThat(verdict.status()).isEqualTo("none");
        assertThat(verdict.toMap()).containsEntry("status", "none").containsKey("reason");
    }
}
