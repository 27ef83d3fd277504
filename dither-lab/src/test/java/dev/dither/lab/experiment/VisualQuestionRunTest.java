package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.data.DataException;
import dev.dither.data.Examples;
import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.source.QuestionFiles;
import dev.dither.nn.Dense;
import dev.dither.nn.VisualQuestion;
import dev.dither.predict.Inference;
import dev.dither.predict.Predictor;
import dev.dither.rng.RandomKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisualQuestionRunTest {
    private static final String DRAWN = "data: {shapes: 60, testShapes: 20, side: 8}, network: visual-question,"
            + " hidden: [6, 8, 12, 8], seeds: 1, draws: 2";

    @TempDir
    static Path runs;

    private static RunDirectory run;

    private static Plan plan(String text) {
        return ExperimentFile.parse("mine.yaml", "{" + text + "}").plan("", Map.of());
    }

    private static RunDirectory run(Plan plan, Path dataDir) {
        return new Runner(plan, dataDir, Clock.systemUTC())
                .run(runs, runs, List.of("dither"))
                .directory();
    }

    @BeforeAll
    static void train() {
        run = run(
                plan(DRAWN + ", methods: {a: {dropProbability: 0.1}}, questions: {shown: 5},"
                        + " training: {epochs: 12, batchSize: 16, learningRate: 0.01}"),
                runs);
    }

    private static double value(RunDirectory of, String metric) {
        List<Row> found = of.rows().stream()
                .filter(row -> row.metric().equals(metric) && row.draws() == 0)
                .toList();
        assertThat(found).as(metric).hasSize(1);
        return found.get(0).value();
    }

    /** A network that does not read would say yes or no to all, and be right in a third of the questions. */
    @Test
    void theNetworkReads() {
        assertThat(value(run, "vqaAccuracy")).isGreaterThan(0.45);
    }

    @Test
    void oneAnswerMakesTheAccuracyAnExactMatch() {
        assertThat(value(run, "vqaAccuracy")).isCloseTo(value(run, "testAccuracy"), within(1e-12));
    }

    /** One question about the color, one about the shape, four of yes and no about each picture. */
    @Test
    void typesMakeUpTheWhole() {
        double parts = value(run, "accuracy@type=color")
                + value(run, "accuracy@type=shape")
                + 4 * value(run, "accuracy@type=yes-no");
        assertThat(parts / 6).isCloseTo(value(run, "vqaAccuracy"), within(1e-12));
    }

    @Test
    void theReportShowsQuestionsWithTheirPictures() throws IOException {
        List<List<String>> table = run.table("questions/a-seed0-noise0.0.csv");
        assertThat(table).hasSize(1 + 5 + 5);
        assertThat(table.get(0))
                .containsExactly(
                        "method", "seed", "right", "type", "question", "given", "predicted", "probability", "png");
        assertThat(table.subList(1, 6))
                .allMatch(line -> line.get(2).equals("true") && line.get(5).equals(line.get(6)));
        assertThat(table.subList(6, 11)).noneMatch(line -> line.get(5).equals(line.get(6)));
        assertThat(table.subList(1, 11)).noneMatch(line -> line.get(8).isEmpty());
        assertThat(Files.readString(run.path().resolve("report.html")))
                .contains("Answers by type of question", "a: questions answered right", "a: questions answered wrong")
                .contains("<div class=\"gallery told\">", "</span><span>answered ")
                .doesNotContain("least certain test images", "accuracy@type");
    }

    @Test
    void aSavedNetworkKnowsItsWords() {
        Path model = run.path().resolve("models/a-seed0-noise0.0.safetensors");
        ModelFile file = ModelFile.describe(model);
        try (SavedEnsemble saved = SavedEnsemble.load(List.of(model))) {
            Examples test = saved.test(null, runs);
            double accuracy = new Predictor(saved.ensemble(), new Inference.Mean(), RandomKey.root(0))
                    .predict(test)
                    .accuracy(test.labels());
            assertThat(accuracy).isEqualTo(value(run, "testAccuracy"));
            assertThatThrownBy(() -> saved.test("mnist", runs))
                    .isInstanceOf(ExperimentException.class)
                    .hasMessageContaining("leave --data out");
        }
        assertThat(file.wording()).isNotNull();
        assertThat(file.layers()).element(0).isInstanceOf(VisualQuestion.class);
        assertThat(file.layers())
                .element(1)
                .isEqualTo(new Dense(13, Dense.of(13).init()));
    }

    @Test
    void otherWordsAreRefusedInOneLine(@TempDir Path data) throws IOException {
        QuestionFiles files = new QuestionFiles(data).easy();
        RunDirectory read = run(
                plan("id: words, data: {questions: .}, network: visual-question, hidden: [4, 4, 4, 4], seeds: 1,"
                        + " validationFraction: 0.34, methods: {a: {}}, training: {epochs: 1}"),
                data);
        Path model = read.path().resolve("models/a-seed0-noise0.0.safetensors");
        try (SavedEnsemble saved = SavedEnsemble.load(List.of(model))) {
            assertThat(saved.test(null, data).size()).isOne();
            assertThat(saved.test(data.toString(), data).features(0))
                    .isEqualTo(saved.test(null, data).features(0));
            files.write("train/questions.json", "[[\"is there a red shape?\", \"yes\", 7]]");
            assertThatThrownBy(() -> saved.test(null, data))
                    .isInstanceOf(ExperimentException.class)
                    .hasMessage(
                            "the training questions of . have 5 words, 5 to a question, but the network reads 9 words, 5"
                                    + " to a question; give the data that it was trained on");
            assertThat(saved.test(data.toString(), data).size())
                    .as("in its own words")
                    .isOne();
            assertThatThrownBy(() -> saved.test("easy-vqa", data)).isInstanceOf(DataException.class);
        }
    }

    @Test
    void choicesAndSeveralAnswersAreJudgedApart(@TempDir Path data) throws IOException {
        new QuestionFiles(data).vqa();
        RunDirectory judged = run(
                plan(
                        "id: several, network: visual-question, hidden: [4, 4, 4], seeds: 1, validationFraction: 0.5, methods: {a: {}},"
                                + " questions: {}, training: {epochs: 1}, data: {vqa: {questions: q.json, annotations: a.json, features:"
                                + " features.npy, ids: ids.txt}, test: {questions: test-q.json, annotations: test-a.json, features:"
                                + " features.npy, ids: ids.txt}, answers: 2}"),
                data);
        assertThat(value(judged, "choiceAccuracy")).isIn(0.0, 1.0);
        assertThat(value(judged, "choiceAccuracy@type=other")).isEqualTo(value(judged, "choiceAccuracy"));
        double whole = (value(judged, "accuracy@type=other") + value(judged, "accuracy@type=yes-no")) / 2;
        assertThat(value(judged, "vqaAccuracy")).isCloseTo(whole, within(1e-12));
        assertThat(Files.readString(judged.path().resolve("report.html"))).contains("among choices", "people said");
    }

    @ParameterizedTest
    @CsvSource({
        "'data: fashion-mini, network: visual-question, methods: {a: {}}', visual-question is for questions about pictures",
        "'data: {shapes: 5}, network: visual-question, hidden: [4, 4], methods: {a: {}}', at least 3 hidden layers",
        "'data: {shapes: 5}, network: visual-question, methods: {a: {stochasticLayers: 1}}', has no stochastic layers",
        "'data: {shapes: 5}, network: visual-question, methods: {a: {parallel: true}}', parallel is for network mlp",
        "'data: fashion-mini, questions: {}, methods: {a: {}}', fashion-mini train has no questions about pictures",
        "'data: {shapes: 5}, network: lenet-5-caffe, methods: {a: {}}', lenet-5-caffe does not fit"
    })
    void whatDoesNotFitIsOneLine(String text, String message) {
        Plan plan = plan(text);
        assertThatThrownBy(() -> plan.load(runs))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContaining(message)
                .message()
                .hasLineCount(1);
    }
}
