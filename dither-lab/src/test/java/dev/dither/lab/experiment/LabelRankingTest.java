package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.data.Examples;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.source.DataSource;
import dev.dither.lab.source.LoadedData;
import dev.dither.nn.Network;
import dev.dither.predict.Inference;
import dev.dither.predict.Predictive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelRankingTest {
    @TempDir
    static Path runs;

    private static RunDirectory run;

    @BeforeAll
    static void trainSmallNetworks() {
        run = Small.run(runs);
    }

    @Test
    void suspiciousRowsAreAllTrainingExamplesFromTheLeastLikelyLabelOn() {
        List<List<String>> table = run.table("suspicious.csv");
        assertThat(table.get(0)).containsExactly("row", "given", "predicted", "likelihood", "stddev", "flipped");
        List<List<String>> lines = table.subList(1, table.size());
        assertThat(lines)
                .extracting(line -> Integer.parseInt(line.get(0)))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 120).boxed().toList());
        assertThat(lines).extracting(line -> Double.parseDouble(line.get(3))).isSorted();
    }

    /** The model of the run is that of the last method at the largest rate; it judges its own training rows alike. */
    @Test
    void suspicionIsThatOfTheSavedModel() {
        Examples train = Small.PLAN.load(runs).train();
        CellId cell = new CellId("noisy one", 0.4, 0);
        GivenLabels given = GivenLabels.of(Small.PLAN, cell, Small.PLAN.load(runs));
        List<String> names = Small.PLAN.load(runs).classNames();
        try (Network network = ModelFile.load(run.path().resolve("model.safetensors"))) {
            Predictive judged =
                    Trained.predictor(cell, network, new Inference.Mean()).predict(given.examples());
            List<String> worst = run.table("suspicious.csv").get(1);
            int row = Integer.parseInt(worst.get(0));
            int label = given.examples().label(row);
            assertThat(worst)
                    .containsExactly(
                            worst.get(0),
                            names.get(label),
                            names.get(judged.predicted(row)),
                            String.valueOf(judged.probability(row, label)),
                            String.valueOf(judged.stddev(row)),
                            String.valueOf(label != train.label(row)));
        }
    }

    @Test
    void rowsAreThoseOfTheFileThoughSomeAreHeldOutForTesting() throws IOException {
        StringBuilder text = new StringBuilder("number,kind\n");
        IntStream.range(0, 40).forEach(i -> text.append(i).append(i % 2 == 0 ? ",ash\n" : ",oak\n"));
        Path csv = Files.writeString(runs.resolve("trees.csv"), text);
        LoadedData data = new DataSource.Csv(csv.toString(), "kind", null, 0.25, true).load(runs);
        LoadedData scaled = data.standardized();
        for (int i = 0; i < 30; i++) {
            assertThat(data.train().features(i)).containsExactly(scaled.rows().get(i));
        }
    }

    @Test
    void fileIsThereForLabelsAsTheyAre() {
        Plan plan = ExperimentFile.parse(
                        "clean.yaml",
                        "{data: fashion-mini, trainExamples: 60, testExamples: 30, hidden: [4], seeds: 1,"
                                + " labelNoise: {rates: [0]}, methods: {a: {}}, training: {epochs: 1}}")
                .plan("", Map.of());
        RunDirectory clean = new Runner(plan, runs, Clock.systemUTC())
                .run(runs, runs, List.of("dither"))
                .directory();
        List<List<String>> table = clean.table("suspicious.csv");
        assertThat(table).hasSize(61);
        assertThat(table.subList(1, 61))
                .allMatch(line -> line.get(4).isEmpty() && line.get(5).equals("false"));
        assertThat(clean.rows()).noneMatch(row -> row.metric().startsWith("auroc"));
        assertThat(clean.events()).noneMatch(event -> event.containsKey(GivenLabels.MEMORIZED));
    }

    @Test
    void wrongLabelsAreWatchedInEveryEpoch() {
        assertThat(run.events()).hasSize(Small.CELLS * Small.EPOCHS).allSatisfy(event -> {
            double memorized = ((Number) event.get(GivenLabels.MEMORIZED)).doubleValue();
            double recovered = ((Number) event.get(GivenLabels.RECOVERED)).doubleValue();
            assertThat(memorized).isBetween(0.0, 1.0);
            assertThat(recovered).isBetween(0.0, 1.0);
            assertThat(memorized + recovered).isLessThanOrEqualTo(1.0);
        });
    }

    @Test
    void watchedExamplesAreThoseTrainedOnWithWrongLabels() {
        Examples train = Small.PLAN.load(runs).train();
        GivenLabels given = GivenLabels.of(Small.PLAN, new CellId("noisy one", 0.4, 0), Small.PLAN.load(runs));
        List<Integer> expected = IntStream.range(0, given.split().train().size())
                .filter(i -> given.split().train().label(i)
                        != train.label(given.split().train().row(i)))
                .mapToObj(i -> given.split().train().row(i))
                .toList();
        assertThat(expected).isNotEmpty();
        assertThat(IntStream.range(0, given.wrong().size())
                        .mapToObj(i -> given.wrong().row(i)))
                .containsExactlyElementsOf(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(given.corrected().label(i)).isEqualTo(train.label(expected.get(i)));
            assertThat(given.wrong().label(i)).isNotEqualTo(given.corrected().label(i));
        }
    }
}
