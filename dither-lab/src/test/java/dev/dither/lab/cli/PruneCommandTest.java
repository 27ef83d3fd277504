package dev.dither.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dither.lab.experiment.ModelFile;
import dev.dither.nn.Network;
import dev.dither.prune.Complexity;
import dev.dither.prune.Counting;
import dev.dither.prune.Ledger;
import dev.dither.prune.Widths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PruneCommandTest {
    private static final String PLAN = """
            {id: two, data: fashion-mini, trainExamples: 200, testExamples: 60, hidden: [10, 7], seeds: 1,
             methods: {plain: {}, noisy: {stochasticLayers: 2, aggregation: per_unit}},
             training: {epochs: 2, batchSize: 16}}
            """;

    /** Four labels of ten are wrong, and a split of its own keeps a fifth for validation. */
    private static final String SPOILED = """
            {id: spoiled, data: fashion-mini, trainExamples: 300, testExamples: 60, validationFraction: 0.2, hidden: [6],
             labelNoise: {kind: symmetric, rates: [0.4]}, methods: {plain: {}}, seeds: 1,
             training: {epochs: 8, batchSize: 16, learningRate: 0.01}}
            """;

    /** 784 · 10 + 10 · 7 + 7 · 10 weights. */
    private static final long SIZE = 7980;

    @TempDir
    static Path runs;

    @TempDir
    Path folder;

    @BeforeAll
    static void trainAll() throws IOException {
        for (String plan : List.of(PLAN, SPOILED)) {
            Path file = Files.writeString(runs.resolve("plan.yaml"), plan);
            Shell shell = Shell.dither("train", file.toString(), "--runs", runs.toString());
            assertThat(shell.exit()).as(shell.err()).isZero();
            Files.delete(file);
        }
    }

    private static Path model(String method) {
        return runs.resolve("two/models/" + method + "-seed0-noise0.0.safetensors");
    }

    private Path out() {
        return folder.resolve("small.safetensors");
    }

    private Shell prune(String method, String... more) {
        List<String> words = new ArrayList<>(
                List.of("prune", model(method).toString(), "--mini-batches", "1", "--out", out().toString()));
        words.addAll(List.of(more));
        return Shell.dither(words.toArray(String[]::new));
    }

    private void refused(Shell shell, int exit, String... parts) throws IOException {
        assertThat(shell.exit()).as(shell.err()).isEqualTo(exit);
        assertThat(shell.out()).isEmpty();
        assertThat(shell.err()).hasLineCount(1).startsWith("dither: ").contains(parts);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void fileAndLedgerEndWhereTheGoalIsReached() throws IOException {
        Shell shell = prune("noisy", "--until", "size<20%");
        assertThat(shell.exit()).as(shell.err()).isZero();
        Ledger ledger = Ledger.parse(Files.readAllLines(folder.resolve("small.csv")));
        assertThat(ledger.unpruned().complexity().size()).isEqualTo(SIZE);
        assertThat(ledger.last().complexity().size()).isLessThan(SIZE / 5);
        try (Network left = ModelFile.load(out())) {
            assertThat(Complexity.of(left, Counting.VGG))
                    .isEqualTo(ledger.last().complexity());
            assertThat(shell.out())
                    .contains("10-7", Widths.of(left).toString(), "every goal is reached")
                    .contains("./dither evaluate " + out());
        }
        assertThat(ModelFile.describe(out()).noiseSites()).containsExactly("1", "2");
        assertThat(Shell.dither("evaluate", out().toString()).exit()).isZero();
    }

    @Test
    void whatIsLeftIsTrainedOnAtTheEndWhereAskedFor() throws IOException {
        assertThat(prune("plain", "--by", "magnitude", "--until", "size<50%").exit())
                .isZero();
        byte[] without = Files.readAllBytes(out());
        Files.delete(out());
        Files.delete(folder.resolve("small.csv"));
        Shell shell = prune("plain", "--by", "magnitude", "--until", "size<50%", "--ending", "2");
        assertThat(shell.exit()).as(shell.err()).isZero();
        assertThat(Files.readAllBytes(out())).hasSameSizeAs(without).isNotEqualTo(without);
    }

    @Test
    void epochsBelowZeroAreRefused() throws IOException {
        refused(prune("plain", "--until", "size<50%", "--by", "magnitude", "--ending", "-1"), 2, "ending", "got -1");
    }

    @Test
    void theNetworkOfTheFileStaysAsItIs() throws IOException {
        byte[] before = Files.readAllBytes(model("plain"));
        assertThat(prune("plain", "--by", "magnitude", "--until", "size<50%").exit())
                .isZero();
        assertThat(Files.readAllBytes(model("plain"))).isEqualTo(before);
    }

    @Test
    void sameSeedGivesTheSameFile() throws IOException {
        assertThat(prune("plain", "--by", "random", "--until", "size<50%", "--seed", "4")
                        .exit())
                .isZero();
        byte[] first = Files.readAllBytes(out());
        Files.delete(out());
        Files.delete(folder.resolve("small.csv"));
        assertThat(prune("plain", "--by", "random", "--until", "size<50%", "--seed", "4")
                        .exit())
                .isZero();
        assertThat(Files.readAllBytes(out())).isEqualTo(first);
    }

    @Test
    void jsonHasBothNetworks() throws IOException {
        Shell shell = prune("plain", "--by", "taylor", "--until", "size<50%", "--json");
        assertThat(shell.exit()).as(shell.err()).isZero();
        assertThat(shell.json()).hasSize(1);
        JsonNode result = shell.json().get(0);
        assertThat(result.at("/before/size").asLong()).isEqualTo(SIZE);
        assertThat(result.at("/before/parameters").asLong())
                .as("with 27 biases")
                .isEqualTo(SIZE + 27);
        assertThat(result.at("/after/size").asLong()).isLessThan(SIZE / 2);
        assertThat(result.at("/after/fileBytes").asLong()).isEqualTo(Files.size(out()));
        assertThat(result.at("/after/latencyP50@batch=128").asDouble()).isPositive();
        JsonNode evaluated =
                Shell.dither("evaluate", out().toString(), "--json").json().get(0);
        assertThat(result.at("/after/testError").asDouble())
                .isCloseTo(1 - evaluated.get("accuracy").asDouble(), within(1e-12));
    }

    @Test
    void limitThatComesBeforeTheGoalIsANegativeVerdict() throws IOException {
        JsonNode first = prune("plain", "--by", "random", "--until", "size<90%", "--json")
                .json()
                .get(0);
        Files.delete(out());
        Files.delete(folder.resolve("small.csv"));
        double error = 100 * first.at("/before/validationError").asDouble();
        Shell shell = prune("plain", "--by", "random", "--until", "error<" + (error + 1) + "%,size<12%");
        assertThat(shell.exit()).as(shell.err()).isEqualTo(3);
        assertThat(shell.out()).contains("one more would break a limit");
        Ledger ledger = Ledger.parse(Files.readAllLines(folder.resolve("small.csv")));
        assertThat(100 * ledger.last().validationError()).isLessThan(error + 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "flops<100; taylor; budget flops<100 is impossible: one unit in each layer still has 795",
                "flops<9k; taylor; budget flops<9000 is impossible: the unpruned network meets it",
                "error<0.1%; taylor; budget error<0.1% is impossible: the unpruned network has",
                "flops<1k; entropy; no layer of the network is stochastic",
                "speed<1k; taylor; budget must be like"
            })
    void whatCannotBeIsRefusedInOneLine(String until, String by, String message) throws IOException {
        refused(prune("plain", "--by", by, "--until", until), 2, message);
    }

    @Test
    void dataOfAnotherShapeIsRefused() throws IOException {
        refused(prune("noisy", "--until", "flops<1k", "--data", "digits"), 2, "[1, 28, 28]", "digits has [64]");
    }

    @Test
    void fileThatExistsIsKept() throws IOException {
        Path kept = Files.writeString(runs.resolve("kept.safetensors"), "precious");
        Shell shell = Shell.dither("prune", model("noisy").toString(), "--until", "flops<1k", "--out", kept.toString());
        refused(shell, 1, kept + ": it exists");
        assertThat(kept).hasContent("precious");
    }

    @Test
    void folderThatIsNotThereIsRefusedBeforeAnythingIsPruned() throws IOException {
        Path nowhere = folder.resolve("nowhere/small.safetensors");
        Shell shell =
                Shell.dither("prune", model("noisy").toString(), "--until", "flops<1k", "--out", nowhere.toString());
        refused(shell, 1, nowhere + ": no such file or directory");
    }

    private static Path spoiled() {
        return runs.resolve("spoiled/models/plain-seed0-noise0.4.safetensors");
    }

    private Shell pruneSpoiled(Path model, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "prune", model.toString(), "--by", "magnitude", "--until", "size<80%", "--mini-batches", "1", "--out"));
        words.add(out().toString());
        words.addAll(List.of(more));
        return Shell.dither(words.toArray(String[]::new));
    }

    @Test
    void labelsOfTheTrainingAreKnownInItsRunDirectory() throws IOException {
        Shell shell = pruneSpoiled(spoiled(), "--labels", "given", "--json");
        assertThat(shell.exit()).as(shell.err()).isZero();
        JsonNode result = shell.json().get(0);
        double accuracy = JsonMapper.builder()
                .build()
                .readTree(
                        Files.readAllLines(runs.resolve("spoiled/events.jsonl")).get(7))
                .get("validationAccuracy")
                .asDouble();
        assertThat(result.at("/before/validationError").asDouble())
                .as("that of the last epoch of the run")
                .isCloseTo(1 - accuracy, within(1e-9));
        assertThat(result.get("doubts").toString()).doesNotContain("labels");
    }

    @Test
    void betterLabelsThanThoseOfTheTrainingAreSaid() throws IOException {
        Shell shell = pruneSpoiled(spoiled());
        assertThat(shell.exit()).as(shell.err()).isZero();
        assertThat(shell.out().lines())
                .filteredOn(line -> line.contains("labels"))
                .singleElement(STRING)
                .contains("wrong labels (rate 0.4)", "--labels given");
    }

    @Test
    void nothingIsSaidOfLabelsThatWereNeverSpoiled() {
        Shell shell = prune("plain", "--by", "magnitude", "--until", "size<50%");
        assertThat(shell.out()).contains("every goal is reached").doesNotContain("labels");
    }

    @Test
    void givenLabelsOfAModelElsewhereAreRefused(@TempDir Path elsewhere) throws IOException {
        Path copy = Files.copy(spoiled(), elsewhere.resolve("copy.safetensors"));
        refused(pruneSpoiled(copy, "--labels", "given"), 2, copy + ": no plan.yaml beside it");
        Files.copy(runs.resolve("two/plan.yaml"), elsewhere.resolve("plan.yaml"));
        refused(
                pruneSpoiled(copy, "--labels", "given"),
                2,
                elsewhere.resolve("plan.yaml") + " is of other trainings than this model's");
    }

    @Test
    void givenLabelsOfOtherDataAreRefused() throws IOException {
        refused(
                prune("plain", "--by", "random", "--until", "size<50%", "--labels", "given", "--data", "mnist"),
                2,
                "leave out --data");
    }
}
