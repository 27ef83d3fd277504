package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.data.Examples;
import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.source.LoadedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Points drawn for an experiment, and what networks with random weights make of them. */
class CodesTest {
    private static final String POINTS = "gaussians: [[0, 0], [9, 0], [0, 9.5]], each: 40, testEach: 30";

    @TempDir
    static Path runs;

    private static RunDirectory run;

    private static Plan plan(String data, String more) {
        return ExperimentFile.parse("mine.yaml", "{data: {" + data + "}, seeds: 1, draws: 6, " + more + "}")
                .plan("", Map.of());
    }

    @BeforeAll
    static void trainAndAsk() {
        Plan asked = plan(
                POINTS,
                "network: leaky-mlp, hidden: [8, 2, 8], methods: {plain: {}, narrow: {stochastic: [2], weights: gaussian},"
                        + " wide: {stochastic: [3], weights: gaussian}}, training: {epochs: 2, passes: 3, batchSize: 200},"
                        + " randomWeights: {codes: 4, activations: 3}");
        run = new Runner(asked, runs, Clock.systemUTC())
                .run(runs, runs, List.of("dither"))
                .directory();
    }

    private static List<List<String>> records(String table) {
        List<List<String>> records = run.table(table);
        return records.subList(1, records.size());
    }

    private static List<Row> rows(String method, String metric) {
        return run.rows().stream()
                .filter(row -> row.method().equals(method) && row.metric().equals(metric))
                .toList();
    }

    @Test
    void pointsLieAroundTheMeansOfTheirClasses() {
        LoadedData data = plan("gaussians: [[0, 0], [9, 0]], each: 2000", "methods: {a: {}}")
                .load(runs);
        assertThat(data.classNames()).containsExactly("(0, 0)", "(9, 0)");
        Examples train = data.train();
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < train.size(); i++) {
            double centered = train.features(i)[0] - 9.0 * train.label(i);
            sum += centered;
            squares += centered * centered;
        }
        // n = 4000 unit normals: 4.5 standard errors of mean and variance, passed with probability 1 - 1e-5; a spread
        // of 1.1 fails
        assertThat(sum / train.size()).isBetween(-0.071, 0.071);
        assertThat(squares / train.size()).isBetween(0.9, 1.1);
        assertThat(1.21 * squares / train.size()).isGreaterThan(1.1);
    }

    @Test
    void pointsAreTheSameWhateverTheSeedAndOthersForTesting() {
        LoadedData first = plan(POINTS, "methods: {a: {}}").load(runs);
        LoadedData second = plan(POINTS, "methods: {a: {}}").load(runs);
        assertThat(second.train().sha256()).isEqualTo(first.train().sha256());
        assertThat(first.test().features(0)).isNotEqualTo(first.train().features(0));
        assertThat(first.train().classCounts()).containsExactly(40, 40, 40);
        assertThat(first.test().classCounts()).containsExactly(30, 30, 30);
    }

    @ParameterizedTest
    @CsvSource({
        "'gaussians: [[1, 2]]', at least two means",
        "'gaussians: [[1, 2], [3]]', means of one size",
        "'gaussians: [[1], [1e999]]', finite means",
        "'gaussians: [[1], [2]], each: 1', each must be at least 2",
        "'gaussians: [[1], [2]], known: mnist', exactly one of",
    })
    void whatIsNoSetOfPointsIsRefused(String data, String message) {
        assertThatThrownBy(() -> plan(data, "methods: {a: {}}"))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void savedNetworkIsJudgedOnThePointsOfItsExperimentAlone() {
        ModelFile file = ModelFile.describe(run.path().resolve("model.safetensors"));
        assertThat(file.test(null, runs).size()).isEqualTo(90);
        assertThatThrownBy(() -> file.test("mnist", runs))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContaining("leave --data out");
    }

    @Test
    void onePassIsWhatAnEpochIsMadeOf() {
        assertThat(run.events())
                .filteredOn(event -> "narrow".equals(event.get("method")))
                .hasSize(2);
        assertThat(plan(POINTS, "methods: {a: {}}, training: {passes: 7}")
                        .training()
                        .passes())
                .isEqualTo(7);
    }

    @Test
    void layersOfTwoUnitsLeaveTheirCodes() throws IOException {
        try (var files = Files.list(run.path().resolve("codes"))) {
            assertThat(files).hasSize(1);
        }
        List<List<String>> codes = records("codes/narrow-seed0-noise0.0.csv");
        assertThat(codes).hasSize(3 * 25 * 4); // classes, examples of each, draws
        Set<List<String>> numbers = new HashSet<>();
        codes.forEach(line -> numbers.add(line.subList(5, 7)));
        assertThat(numbers).as("every draw is another").hasSameSizeAs(codes);
        assertThat(rows("narrow", Codes.CORRELATION)).hasSize(1).allSatisfy(row -> {
            assertThat(row.value()).isBetween(-1.0, 1.0);
            assertThat(row.draws()).isEqualTo(4);
        });
        assertThat(rows("wide", Codes.CORRELATION)).isEmpty();
    }

    @Test
    void unitsAreCountedByClass() {
        List<List<String>> bins = records("activations/wide-seed0-noise0.0.csv");
        assertThat(bins).hasSize(3 * 3 * 48); // units, classes, bins
        long counted =
                bins.stream().mapToLong(line -> Long.parseLong(line.get(7))).sum();
        // three standard deviations of the widest class hold nearly all of 3 units, 90 examples and 6 draws
        assertThat(counted).isBetween((long) (0.98 * 3 * 90 * 6), 3L * 90 * 6);
        assertThat(records("activations/narrow-seed0-noise0.0.csv").stream()
                        .map(line -> line.get(3))
                        .distinct())
                .as("a layer has no more units than it has")
                .hasSize(2);
    }

    @Test
    void meansOfClassesAreSmallAndSpreadsDiffer() {
        // 180 draws a class of a layer with mean 0: |mean| of 9 groups is below 4.5 / √180 = 0.34 with probability 1 -
        // 6e-5
        assertThat(rows("wide", ClassActivations.MEANS).get(0).value()).isBetween(0.0, 0.34);
        assertThat(rows("wide", ClassActivations.SPREADS).get(0).value()).isGreaterThan(1);
        assertThat(rows("plain", ClassActivations.SPREADS)).isEmpty();
    }
}
