package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.caption.CaptionTokenizer;
import dev.dither.caption.CaptionVocabulary;
import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.RunException;
import dev.dither.lab.run.SafeTensors;
import dev.dither.lab.source.CaptionData;
import dev.dither.lab.source.CocoFolder;
import dev.dither.nn.CaptionDecoder;
import dev.dither.nn.Network;
import dev.dither.sequence.Beam;
import dev.dither.sequence.Captions;
import dev.dither.sequence.Written;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.train.EpochEnded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptioningPlanTest {
    private static final String METHODS =
            "methods: {one draw: {}, five: {importanceWeighted: {draws: 5}}, two at a time: {importanceWeighted: {draws: 2}}}";

    private static final List<String> ANIMALS = List.of("dog", "cat", "cow", "horse", "sheep", "bird", "zebra", "bear");

    @TempDir
    Path runs;

    private static CaptioningPlan plan(String text) {
        String file = "{kind: captioning, data: {shapes: 40, testShapes: 14, side: 8}, minimumCount: 1, longest: 9,"
                + " channels: [3], embedding: 5, units: 6, seeds: 2, ";
        return (CaptioningPlan)
                ExperimentFile.parse("captions.yaml", file + text + "}").study("", Map.of());
    }

    private static CaptioningPlan trained(String methods) {
        return plan(methods + ", training: {epochs: 3, batchSize: 16, learningRate: 0.01}");
    }

    private Runner runner(Study study) {
        return new Runner(study, runs, Clock.systemUTC());
    }

    private RunDirectory run(Study study) {
        return runner(study).run(runs, runs, List.of("dither")).directory();
    }

    @Test
    void scoresAndLikelihoodAreTheRowsOfACell() {
        RunDirectory run = run(trained(METHODS));
        List<Row> rows = run.rows().stream()
                .filter(row -> row.method().equals("five") && row.seed() == 1)
                .toList();
        assertThat(rows)
                .extracting(Row::metric)
                .containsExactly("bleu1", "bleu2", "bleu3", "bleu4", "meteor", "rougeL", "cider", "testNll");
        assertThat(rows.get(7).value()).isPositive();
        assertThat(run.events()).hasSize(3 * 2 * 3).allMatch(event -> event.containsKey("nll"));
        assertThat(run.events().stream().filter(event -> event.containsKey("effectiveDraws")))
                .hasSize(2 * 2 * 3);
    }

    /** Eight animals, features that tell them apart: what is written is what people wrote, but for chance in training. */
    @Test
    void aTrainedNetworkWritesWhatPeopleWrote() throws IOException {
        CocoFolder coco = new CocoFolder(runs.resolve("data"));
        for (int image = 0; image < 80; image++) {
            coco.add(image < 64 ? "train" : "test", ANIMALS.get(image % 8), image % 8);
        }
        coco.write();
        String file =
                "{kind: captioning, data: {coco: [train.json], cocoTest: [test.json], features: features.npy, featureIds:"
                        + " ids.txt}, minimumCount: 1, longest: 5, embedding: 16, units: 32, methods: {a: {}, five: {importanceWeighted:"
                        + " {draws: 5}}}, seeds: 1, beam: 2, training: {epochs: 60, batchSize: 8, learningRate: 0.01}}";
        Study study = ExperimentFile.parse("animals.yaml", file).study("", Map.of());
        RunDirectory run = new Runner(study, runs.resolve("data"), Clock.systemUTC())
                .run(runs, runs, List.of("dither"))
                .directory();
        assertThat(run.rows().stream().filter(row -> row.metric().equals("bleu4")))
                .hasSize(2)
                .allMatch(row -> row.value() > 0.9);
        assertThat(Files.readString(run.path().resolve("report.html")))
                .contains("<h2>Captions</h2>", "<th scope=\"col\">people</th>", "a dog on the grass, p = ");
    }

    private static double value(RunDirectory run, String metric) {
        return run.rows().stream()
                .filter(row -> row.metric().equals(metric))
                .findFirst()
                .orElseThrow()
                .value();
    }

    @Test
    void anInterruptedRunGoesOnBitByBit() throws IOException {
        CaptioningPlan plan = trained(METHODS);
        RunDirectory whole = run(plan);
        assertThatThrownBy(() -> runner(plan).with(new Interrupted(5)).run(runs, runs, List.of("dither")))
                .isInstanceOf(IllegalStateException.class);
        RunDirectory resumed = RunDirectory.open(runs.resolve(whole.name() + "-2"));
        runner(plan).resume(resumed, runs, List.of("dither"));
        Map<String, String> lasting = lasting(resumed);
        Map<String, String> expected = lasting(whole);
        assertThat(lasting).containsOnlyKeys(expected.keySet());
        expected.forEach(
                (name, content) -> assertThat(lasting.get(name)).as(name).isEqualTo(content));
        assertThat(lasting)
                .containsKeys(
                        "events.jsonl", "captions/five-seed1-noise0.0.csv", "models/five-seed1-noise0.0.safetensors");
    }

    /** Rows begin with the name of their run. */
    private static Map<String, String> lasting(RunDirectory run) throws IOException {
        Map<String, String> files = Small.lasting(run);
        files.computeIfPresent("rows.csv", (name, rows) -> rows.replaceAll("(?m)^" + run.name() + ",", ","));
        return files;
    }

    /** Ends the run in the middle of its second cell. */
    private static final class Interrupted implements RunListener {
        private final int after;
        private int epochs;

        Interrupted(int after) {
            this.after = after;
        }

        @Override
        public void epochEnded(CellId cell, Stage stage, EpochEnded epoch) {
            epochs++;
            if (epochs == after) {
                throw new IllegalStateException("interrupted");
            }
        }
    }

    @Test
    void oneDrawIsTheMethodWithoutTheKey() {
        RunDirectory run = run(trained("methods: {none: {}, one: {importanceWeighted: {draws: 1}}}"));
        assertThat(values(run, "one")).isEqualTo(values(run, "none"));
    }

    private static List<Double> values(RunDirectory run, String method) {
        return run.rows().stream()
                .filter(row -> row.method().equals(method))
                .map(Row::value)
                .toList();
    }

    /** Gradients of parts agree up to rounding, so scores of one short training do, too. */
    @Test
    void drawsMayBeTakenAFewAtATime() {
        String methods = "methods: {five: {importanceWeighted: {draws: 5}}}, training: {epochs: 1, batchSize: 20";
        double all = value(run(plan(methods + "}")), "testNll");
        double parts = value(run(plan(methods + ", drawBatch: 2}")), "testNll");
        assertThat(parts).isCloseTo(all, within(1e-3));
    }

    @Test
    void theReportShowsPicturesWithWhatWasWritten() throws IOException {
        RunDirectory run = run(trained(METHODS));
        String report = Files.readString(run.path().resolve("report.html"));
        assertThat(report)
                .contains("<h2>Captions</h2>", "<div class=\"gallery told\">", "<span>picture 0</span><span>one draw: ")
                .contains("<span>five: ", "<span>people: ", "… (3 more)")
                .doesNotContain("image unreadable");
        assertThat(report.split("<span>people: ", -1)).hasSize(12 + 1);
        List<List<String>> table = run.table("captions/one%20draw-seed0-noise0.0.csv");
        assertThat(table).hasSize(14 + 1);
        assertThat(table.get(1).get(6)).isNotEmpty();
        assertThat(table.get(14).get(6)).isEmpty();
        assertThat(run.table("captions/one%20draw-seed1-noise0.0.csv").get(1).get(6))
                .isEmpty();
    }

    @Test
    void aSavedModelWritesTheCaptionsOfItsRun() throws IOException {
        CaptioningPlan plan = trained("methods: {a: {}}");
        RunDirectory run = run(plan);
        Path path = run.path().resolve("models/a-seed0-noise0.0.safetensors");
        CaptionVocabulary words = CaptionModelFile.describe(path).vocabulary();
        CaptionData data = plan.data().load(runs);
        try (Network network = CaptionModelFile.load(path);
                Scope scope = Scope.open()) {
            List<Written> texts = Captions.of(network)
                    .best(data.test().images().gather(new int[] {0, 1, 2}), Beam.greedy(plan.length()));
            for (int i = 0; i < 3; i++) {
                assertThat(words.words(texts.get(i).words()))
                        .isEqualTo(CaptionTokenizer.words(run.table("captions/a-seed0-noise0.0.csv")
                                .get(i + 1)
                                .get(4)));
            }
        }
        assertThatThrownBy(() -> ModelFile.load(path))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("writes captions and does not classify")
                .message()
                .hasLineCount(1);
    }

    @Test
    void aModelWhoseWordsDoNotFitItsNetworkIsRefused() throws IOException {
        CaptionDecoder decoder = new CaptionDecoder(Shape.of(2), List.of(), 5, 2, 2, 0);
        CaptionModelFile right = new CaptionModelFile(1, 4, List.of(decoder), List.of("a", "dog"), "a", 0, 1);
        String wrong = LayerJson.text(right).replace("[\"a\",\"dog\"]", "[\"a\",\"dog\",\"bus\"]");
        Path path = Files.write(
                runs.resolve("wrong.safetensors"), new SafeTensors(Map.of(CaptionModelFile.KEY, wrong)).bytes());
        assertThatThrownBy(() -> CaptionModelFile.load(path))
                .isInstanceOf(RunException.class)
                .hasMessage(path + ": its vocabulary has 6 numbers, but its network 5 outputs; get the file again");
        Path other = Files.write(runs.resolve("other.safetensors"), new SafeTensors(Map.of("a", "b")).bytes());
        assertThatThrownBy(() -> CaptionModelFile.load(other))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("no model file");
    }

    @ParameterizedTest
    @CsvSource({
        "'methods: {a: {importanceWeighted: {draws: 0}}}', 'importanceWeighted.draws must be at least 1, got 0'",
        "'methods: {a: {dropProbability: 1}}', 'dropProbability must be in [0, 1), got 1.0'",
        "'methods: {a: {dropProbability: NaN}}', 'dropProbability must be in [0, 1), got NaN'",
        "'methods: {a: {}}, beam: 0', 'beam must be at least 1, got 0'",
        "'methods: {a: {}}, training: {clip: NaN}', 'training.clip must be positive, got NaN'",
        "'methods: {a: {}}, training: {learningRate: NaN}', 'training.learningRate must be positive, got NaN'",
        "'methods: {a: {}}, channels: [0]', 'channels must be positive, got [0]'",
        "'methods: {a: {noise: 1}}', 'unknown key methods.a.noise'",
        "'methods: {a: {}}, only: [b]', 'only must name methods'"
    })
    void whatDoesNotFitIsRefusedInOneLine(String text, String message) {
        assertThatThrownBy(() -> plan(text))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContaining(message)
                .message()
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'channels: [2, 2, 2, 2]', 'channels: these images are not for so many convolutions'",
        "'minimumCount: 1000', 'minimumCount: vocabulary has no word'",
        "'trainImages: 41', 'trainImages is 41, but drawn shapes, train has 40'"
    })
    void whatTheImagesDoNotAllowIsRefusedBeforeARunIsThere(String text, String message) {
        String file =
                "{kind: captioning, data: {shapes: 40, testShapes: 14, side: 8}, methods: {a: {}}, units: 4, " + text;
        String more = text.startsWith("minimum") ? "}" : ", minimumCount: 1}";
        Study study = ExperimentFile.parse("captions.yaml", file + more).study("", Map.of());
        assertThatThrownBy(() -> run(study))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContaining(message);
        assertThat(runs).isEmptyDirectory();
    }
}
