package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.data.DataException;
import dev.dither.data.DataSet;
import dev.dither.data.Examples;
import dev.dither.data.HumanLabels;
import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.source.LoadedData;
import dev.dither.rng.RandomKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelNoisePlanTest {
    private static final int SIZE = 60;
    private static final String HUMAN = "data: cifar-10, labelNoise: {kind: human, set: worst}, ";

    @TempDir
    Path folder;

    private static Plan plan(String text) {
        return ExperimentFile.parse("mine.yaml", "{" + text + " methods: {a: {}}, hidden: [5], seeds: 1, draws: 2}")
                .plan("", Map.of());
    }

    /** Points of ten classes in their order; people took every fourth for the next class. */
    private static LoadedData annotated() {
        float[] values = new float[SIZE * 3];
        RandomKey.root(5).fillNormal(values);
        int[] clean = IntStream.range(0, SIZE).map(i -> i % 10).toArray();
        int[] given = IntStream.range(0, SIZE)
                .map(i -> i % 4 == 0 ? (i + 1) % 10 : i % 10)
                .toArray();
        Examples examples = Examples.ofFloats("points", new int[] {3}, values, clean, 10);
        return LoadedData.of(examples, examples, List.of()).annotated(given);
    }

    @Test
    void labelsByPeopleHaveNeitherRateNorEnding() {
        Plan plan = plan(HUMAN);
        assertThat(plan.labelNoise().set()).isEqualTo(HumanLabels.WORST);
        assertThat(plan.labelNoise().rates()).isEmpty();
        assertThat(CellId.all(plan)).containsExactly(new CellId("a", 0, 0));
        assertThat(plan.metricEnding(new CellId("a", 0, 0))).isEmpty();
        assertThat(plan.evaluations()).extracting(Evaluation::name).contains("label-ranking");
    }

    @Test
    void theResolvedPlanIsAnExperimentFile() {
        Plan plan = plan(HUMAN);
        RunDirectory run = RunDirectory.create(folder, "run");
        run.plan(ExperimentFile.tree(plan));
        assertThat(ExperimentFile.read(run.path().resolve("plan.yaml")).plan("", Map.of()))
                .isEqualTo(plan);
    }

    @ParameterizedTest
    @CsvSource({
        "'data: cifar-10, labelNoise: {kind: human, set: worst, rates: [0.4]},', 'rates is measured where kind is human'",
        "'data: cifar-10, labelNoise: {kind: human},', 'set is missing, where kind is human: expected one of [aggregate, worst, random1'",
        "'data: cifar-10, labelNoise: {kind: symmetric, set: worst, rates: [0.4]},', 'set is for kind human, not symmetric'",
        "'data: mnist, labelNoise: {kind: human, set: worst},', 'set worst is of the images of cifar-10, not of mnist'",
        "'data: cifar-10, labelNoise: {kind: human, set: fine},', 'set fine is of the images of cifar-100, not of cifar-10'",
        "'data: {csv: a.csv, label: b}, labelNoise: {kind: human, set: worst},', 'not of '",
        "'data: cifar-10, labelNoise: {kind: pairwise, rates: []},', at least one rate",
    })
    void whatDoesNotFitIsRefused(String text, String message) {
        assertThatThrownBy(() -> plan(text))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void givenLabelsAreThoseOfThePeopleInBothParts() {
        LoadedData data = annotated();
        GivenLabels given = GivenLabels.of(plan(HUMAN), new CellId("a", 0, 0), data);
        assertThat(given.labels().flipCount()).isEqualTo(15);
        assertThat(given.split().train().size() + given.split().validation().size())
                .isEqualTo(SIZE);
        for (Examples part : List.of(given.split().train(), given.split().validation())) {
            for (int i = 0; i < part.size(); i++) {
                int row = part.row(i);
                assertThat(part.label(i)).isEqualTo(row % 4 == 0 ? (row + 1) % 10 : row % 10);
            }
        }
        assertThat(given.wrong().size()).isBetween(1, 15);
        for (int i = 0; i < given.wrong().size(); i++) {
            assertThat(given.wrong().row(i) % 4).isZero();
            assertThat(given.corrected().label(i)).isEqualTo(given.wrong().row(i) % 10);
        }
    }

    @Test
    void everySeedHasTheSameLabelsAndASplitOfItsOwn() {
        LoadedData data = annotated();
        GivenLabels first = GivenLabels.of(plan(HUMAN), new CellId("a", 0, 0), data);
        GivenLabels second = GivenLabels.of(plan(HUMAN), new CellId("a", 0, 1), data);
        assertThat(second.labels().labels()).isEqualTo(first.labels().labels());
        assertThat(IntStream.range(0, 6).map(second.split().validation()::row))
                .doesNotContainSequence(IntStream.range(0, 6)
                        .map(first.split().validation()::row)
                        .boxed()
                        .toList());
    }

    @Test
    void rowsTellTheMeasuredShareOfWrongLabels() {
        Plan plan = plan(HUMAN + "training: {epochs: 1},");
        RunDirectory run = RunDirectory.create(folder, "run");
        CellId cell = new CellId("a", 0, 0);
        List<Row> rows = new Cell(plan, run, cell, List.of())
                .run(annotated(), Optional.empty(), (ended, state) -> {})
                .rows();
        assertThat(rows)
                .filteredOn(row -> row.metric().equals("wrongLabels"))
                .singleElement()
                .satisfies(row -> assertThat(row.value()).isCloseTo(0.25, within(0.0)));
        assertThat(rows).extracting(Row::metric).contains("aurocLikelihood", "testAccuracy");
    }

    @Test
    void standardizedExamplesKeepTheirLabels() {
        assertThat(annotated().standardized().annotations())
                .isEqualTo(annotated().annotations());
        LoadedData other = new LoadedData(
                new DataSet(annotated().train(), annotated().test()),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
        assertThat(other.annotations()).isEmpty();
    }

    @Test
    void missingLabelsAreNamedBeforeTheRun() {
        assertThatThrownBy(() -> new LabelNoisePlan(LabelNoisePlan.Kind.HUMAN, List.of(), HumanLabels.WORST)
                        .labelled(annotated(), folder))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no CIFAR-10_human.pt");
    }
}
