package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.lab.run.Row;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class HeadlinesTest {
    private static Headlines of(String sections) {
        return Headlines.of(ExperimentFile.parse("mine.yaml", "{data: digits, methods: {a: {}, b: {}}" + sections + "}")
                .plan("", Map.of()));
    }

    private static Row row(String method, String metric) {
        return new Row("r", 0, method, metric, 0.5, 0, OptionalDouble.empty());
    }

    @Test
    void everyPlanTellsAccuracyAndCalibration() {
        assertThat(of("").named()).containsExactly("testAccuracy", "testEce");
    }

    @Test
    void sectionsAddTheirs() {
        assertThat(of(", labelNoise: {rates: [0.4]}, prune: {by: random, until: ['size<50%']}")
                        .named())
                .containsExactly(
                        "testAccuracy",
                        "testEce",
                        "aurocLikelihood",
                        "aurocStddev",
                        "wrongLabels",
                        "testError",
                        "prunedTestError",
                        "prunedSizePercent",
                        "prunedFlopsPercent");
    }

    @Test
    void attacksTellOneRadiusByMeanAndAverageForEachView() {
        assertThat(of(", attack: {radii: [0, 0.1, 0.2, 0.3], sanityExamples: 0}")
                        .named())
                .endsWith(
                        "robustAccuracy@attack=fgs@sees=sample@by=mean@radius=0.2",
                        "robustAccuracy@attack=fgs@sees=sample@by=average@radius=0.2",
                        "robustAccuracy@attack=fgs@sees=mean@by=mean@radius=0.2",
                        "robustAccuracy@attack=fgs@sees=mean@by=average@radius=0.2");
    }

    @Test
    void checksOfAttacksTellHowManyFailed() {
        assertThat(of(", attack: {radii: [0.1]}").named()).endsWith("sanityFailures");
    }

    @Test
    void whatRulesJudgeComesFirst() {
        assertThat(of(", accept: {metric: deadUnits, order: [a, b], also: [{metric: memory, atMost: 1}]},"
                                + " claims: [{metric: testNll, order: [a, b]}, {metric: testEce, order: [b, a]}]")
                        .judged())
                .containsExactly("deadUnits", "memory", "testNll", "testEce");
    }

    @Test
    void whatRulesJudgeStandsForItselfAlone() {
        Headlines headlines = new Headlines(List.of("robustAccuracy@by=mean"), List.of("testAccuracy"));
        Row judged = row("a", "robustAccuracy@by=mean");
        Row accuracy = row("a", "testAccuracy@noise=0.4");
        assertThat(headlines.among(List.of(accuracy, row("a", "robustAccuracy@by=mean@radius=0.5"), judged)))
                .containsExactly(judged, accuracy);
    }

    @Test
    void rowsComeInTheOrderOfTheMetricsAndEachOnce() {
        Row ece = row("a", "testEce@noise=0.4");
        Row other = row("b", "testAccuracy@noise=0.2");
        Row accuracy = row("a", "testAccuracy@noise=0.4");
        Headlines headlines = new Headlines(List.of(), List.of("testAccuracy", "testEce", "testAccuracy@noise=0.4"));
        assertThat(headlines.among(List.of(ece, other, row("a", "testAccuracyBest@noise=0.4"), accuracy)))
                .containsExactly(other, accuracy, ece);
    }
}
