package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.dither.lab.experiment.Verdict.Status;
import dev.dither.lab.run.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
    private static final String METRIC = "testAccuracy@noise=0.4";

    /** Published rule: at least 0.93, at most 0.97, 0.08 better than the baseline. */
    private static Plan banded(String... overrides) {
        return Catalogue.file("se-snn/label-noise-mnist")
                .plan("small", overrides.length == 0 ? Map.of() : Map.of(overrides[0], overrides[1]));
    }

    private static Plan ordering() {
        return Catalogue.file("se-snn/convergence").plan("small", Map.of());
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

    private static double[] of(double... values) {
        return values;
    }

    private static Verdict judged(double[] baseline, double[] stochastic) {
        return Verdict.of(banded(), rows(baseline, stochastic));
    }

    @Test
    void reproducedWhenSignificantInTheBandAndFarEnough() {
        Verdict verdict = judged(of(0.80, 0.82, 0.81), of(0.94, 0.96, 0.94));
        assertThat(verdict.status()).isEqualTo(Status.REPRODUCED);
        assertThat(verdict.negative()).isFalse();
        assertThat(verdict.reason()) // standard deviations by hand: 0.01 and 0.02 / sqrt(3)
                .hasLineCount(1)
                .contains("baseline 0.8100 ± 0.0100 (n = 3)", "se-snn 0.9467 ± 0.0115 (n = 3)")
                .contains("in 3 of 3 seeds", "inside the band 0.9300 to 0.9700", "gain of se-snn over baseline 0.1367");
    }

    /**
     * Differences 0.01, 0.02, 0.03: t = 0.02 / (0.01 / √3) = √12. Student's t with 2 degrees of freedom exceeds t with the
     * probability 1/2 − t / (2 √(2 + t²)) = 1/2 − √12 / (2 √14) = 0.03709.
     */
    @Test
    void pValueIsThatOfTheOneSidedPairedTest() {
        List<Row> rows = rows(of(0.5, 0.7, 0.6), of(0.51, 0.72, 0.63));
        Accept rule = ordering().accept();
        Comparison pair = Comparison.of(Sample.of(rows, rule, "baseline"), Sample.of(rows, rule, "se-snn"));
        assertThat(pair.p()).isCloseTo(0.03709, within(5e-6));
        assertThat(pair.significant()).isTrue();
        assertThat(Verdict.of(ordering(), rows).reason()).contains("p = 0.037 (level 0.05)");
    }

    @Test
    void seedsThatDoNotDifferShowNothing() {
        List<Row> rows = rows(of(0.5, 0.75), of(0.5, 0.75));
        assertThat(Verdict.of(ordering(), rows).status()).isEqualTo(Status.NOT_REPRODUCED);
        assertThat(Verdict.of(ordering(), rows).reason()).contains("in 0 of 2 seeds", "p = 1.0 (level 0.05)");
        assertThat(Verdict.of(ordering(), rows(of(0.5, 0.75), of(0.625, 0.875))).reason())
                .contains("in 2 of 2 seeds", "p = 0.0 (level 0.05)");
    }

    @Test
    void orderingRuleSaysThatNoFigureIsPublished() {
        Verdict verdict = Verdict.of(ordering(), rows(of(0.5, 0.7, 0.6), of(0.51, 0.72, 0.63)));
        assertThat(verdict.status()).isEqualTo(Status.REPRODUCED);
        assertThat(verdict.reason())
                .contains("no figure is published, only the ordering is judged")
                .doesNotContain(" band ");
    }

    @ParameterizedTest
    @CsvSource({"0.90, 0.91, 0.92", "0.98, 0.99, 0.98"})
    void orderingOnlyOutsideOfTheBand(double a, double b, double c) {
        Verdict verdict = judged(of(0.80, 0.82, 0.81), of(a, b, c));
        assertThat(verdict.status()).isEqualTo(Status.ORDERING_ONLY);
        assertThat(verdict.negative()).isTrue();
        assertThat(verdict.reason()).contains("outside the band");
    }

    @Test
    void orderingOnlyWhenTheGainIsTooSmall() {
        Verdict verdict = judged(of(0.90, 0.91, 0.90), of(0.95, 0.95, 0.94));
        assertThat(verdict.status()).isEqualTo(Status.ORDERING_ONLY);
        assertThat(verdict.reason()).contains("less than the 0.0800");
    }

    @Test
    void higherMeanThatIsNotSignificantIsNotReproduced() {
        Verdict verdict = judged(of(0.60, 0.96, 0.80), of(0.95, 0.95, 0.95));
        assertThat(verdict.status()).isEqualTo(Status.NOT_REPRODUCED);
        assertThat(verdict.negative()).isTrue();
        assertThat(verdict.reason()).contains("in 2 of 3 seeds");
    }

    @Test
    void twoSeedsMayBeTooFewToBeSignificant() { // 0.2 and 0.02: t = 1.22, p = 1/2 − atan(t)/π = 0.22
        assertThat(judged(of(0.75, 0.93), of(0.95, 0.95)).status()).isEqualTo(Status.NOT_REPRODUCED);
    }

    @Test
    void oneSeedCanShowNoMoreThanTheOrderOfTwoFigures() {
        Verdict verdict = judged(of(0.80), of(0.95));
        assertThat(verdict.status()).isEqualTo(Status.ORDERING_ONLY);
        assertThat(verdict.reason()).contains("se-snn 0.9500 (n = 1)", "in 1 of 1 seed, too few for a test");
        assertThat(judged(of(0.95), of(0.80)).status()).isEqualTo(Status.NOT_REPRODUCED);
    }

    @Test
    void tieIsNotAnOrder() {
        assertThat(judged(of(0.95), of(0.95)).status()).isEqualTo(Status.NOT_REPRODUCED);
        assertThat(judged(of(0.95, 0.94), of(0.95, 0.94)).status()).isEqualTo(Status.NOT_REPRODUCED);
    }

    @Test
    void divergedMethodIsNotReproduced() {
        assertThat(judged(of(0.80), of(Double.NaN)).status()).isEqualTo(Status.NOT_REPRODUCED);
        assertThat(judged(of(0.80, 0.81), of(0.95, Double.NaN)).status()).isEqualTo(Status.NOT_REPRODUCED);
    }

    @Test
    void bandAloneCanBeJudged() {
        Plan plan = banded("accept.order", "[se-snn]");
        assertThat(Verdict.of(plan, rows(of(0.8), of(0.95))).status()).isEqualTo(Status.REPRODUCED);
        assertThat(Verdict.of(plan, rows(of(0.8), of(0.90))).status()).isEqualTo(Status.NOT_REPRODUCED);
    }

    @Test
    void seedsArePairedWhateverTheOrderOfRows() {
        List<Row> rows = List.of(
                row(1, "se-snn", 0.96, 0),
                row(0, "baseline", 0.80, 0),
                row(0, "se-snn", 0.94, 0),
                row(1, "baseline", 0.83, 0));
        assertThat(Verdict.of(banded(), rows).reason()).contains("in 2 of 2 seeds", "p = 0.012");
    }

    @Test
    void seedsThatOnlyOneMethodHasAreLeftOutOfTheTest() {
        List<Row> rows = rows(of(0.80, 0.82), of(0.94, 0.96));
        rows.add(row(2, "se-snn", 0.95, 0));
        assertThat(Verdict.of(banded(), rows).reason()).contains("in 2 of 2 seeds");
    }

    @Test
    void repeatedSeedCountsOnceWithItsLastRow() {
        List<Row> rows = rows(of(0.80), of(0.1));
        rows.add(row(0, "se-snn", 0.95, 0));
        assertThat(Verdict.of(banded(), rows).reason()).contains("se-snn 0.9500 (n = 1)");
    }

    @Test
    void onlyTheRulesInferenceIsJudged() {
        List<Row> rows = rows(of(0.80), of(0.95));
        rows.add(row(0, "se-snn", 0.1, 10));
        rows.add(row(0, "baseline", 0.05, 10));
        assertThat(Verdict.of(banded(), rows).reason()).contains("0.9500");
        assertThat(Verdict.of(banded("accept.draws", "10"), rows).reason()).contains("0.1000");
    }

    @Test
    void notRunWithoutTheFigureThatIsJudged() {
        Verdict verdict = Verdict.of(banded(), List.of(row(0, "baseline", 0.8, 0)));
        assertThat(verdict.status()).isEqualTo(Status.NOT_RUN);
        assertThat(verdict.negative()).isTrue();
        assertThat(verdict.reason()).contains(METRIC, "se-snn");
    }

    @Test
    void noneWithoutRule() {
        Verdict verdict = Verdict.of(Catalogue.file("demo").plan("", Map.of()), List.of());
        assertThat(verdict.status()).isEqualTo(Status.NONE);
        assertThat(verdict.negative()).isFalse();
        assertThat(verdict.toMap()).containsEntry("status", "none").containsKey("reason");
    }

    @Test
    void claimsAreJudgedOnTheirOwn() {
        Plan plan = Catalogue.file("se-snn/convergence")
                .plan(
                        "small",
                        Map.of(
                                "claims",
                                "[{metric: 'testAccuracy@noise=0.4', order: [se-snn, baseline]},"
                                        + " {metric: 'testAccuracy@noise=0.1', order: [baseline, se-snn]}]"));
        Verdict verdict = Verdict.of(plan, rows(of(0.5, 0.7, 0.6), of(0.51, 0.72, 0.63)));
        assertThat(verdict.status()).isEqualTo(Status.REPRODUCED);
        assertThat(verdict.claims()).extracting(Verdict::status).containsExactly(Status.NOT_REPRODUCED, Status.NOT_RUN);
        assertThat(verdict.claims().get(0).reason()).contains("baseline > se-snn in 0 of 3 seeds");
        assertThat(verdict.toMap().get("claims")).asInstanceOf(LIST).hasSize(2);
    }

    @Test
    void statusesHaveTheWordsOfTheDocuments() {
        assertThat(Status.values())
                .extracting(Status::words)
                .containsExactly("reproduced", "ordering only", "not reproduced", "not run", "none");
        assertThat(Status.of("ordering only")).isEqualTo(Status.ORDERING_ONLY);
        assertThatThrownBy(() -> Status.of("fine")).hasMessageContaining("not reproduced");
    }

    private static Verdict pruned(double flops, double... error) {
        Plan plan = ExperimentFile.parse("pruned.yaml", """
                        data: mnist
                        methods: {net: {}}
                        accept:
                          metric: prunedFlops
                          order: [net]
                          band: {atLeast: 0, atMost: 100000}
                          also: [{metric: prunedTestError, atMost: 0.012}]
                        """).plan("", Map.of());
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("run", 0, "net", "prunedFlops", flops, 0, OptionalDouble.empty()));
        for (int seed = 0; seed < error.length; seed++) {
            rows.add(new Row("run", seed, "net", "prunedTestError", error[seed], 0, OptionalDouble.empty()));
        }
        return Verdict.of(plan, rows);
    }

    @Test
    void everyBoundMustHold() {
        assertThat(pruned(99_000, 0.012).status()).isEqualTo(Status.REPRODUCED);
        assertThat(pruned(99_000, 0.013).status()).isEqualTo(Status.NOT_REPRODUCED);
        assertThat(pruned(101_000, 0.010).status()).isEqualTo(Status.NOT_REPRODUCED);
        assertThat(pruned(99_000, Double.NaN).status()).isEqualTo(Status.NOT_REPRODUCED);
        assertThat(pruned(99_000, 0.013).reason())
                .hasLineCount(1)
                .contains("prunedTestError: net 0.0130 (n = 1), more than the bound 0.0120");
    }

    @Test
    void boundsAreHeldAgainstMeansOverSeeds() {
        assertThat(pruned(99_000, 0.010, 0.013).status()).isEqualTo(Status.REPRODUCED);
        assertThat(pruned(99_000, 0.010, 0.015).status()).isEqualTo(Status.NOT_REPRODUCED);
    }

    @Test
    void boundOfAFigureThatIsNotThereWasNotRun() {
        Verdict verdict = pruned(99_000);
        assertThat(verdict.status()).isEqualTo(Status.NOT_RUN);
        assertThat(verdict.reason()).contains("no row prunedTestError for net");
    }

    /** Methods that draw differently, as an ensemble and its member do, have one figure each. */
    @Test
    void withoutDrawsTheFigureOfEachMethodIsJudgedWhateverItsDraws() {
        List<Row> rows = new ArrayList<>();
        for (int seed = 0; seed < 3; seed++) {
            rows.add(row(seed, "baseline", 0.80 + 0.01 * seed, 0));
            rows.add(row(seed, "se-snn", 0.94 + 0.01 * seed, 50));
        }
        assertThat(Verdict.of(banded("accept.draws", "null"), rows).status()).isEqualTo(Status.REPRODUCED);
        assertThat(Verdict.of(banded("accept.draws", "50"), rows).status()).isEqualTo(Status.NOT_RUN);
    }
}
