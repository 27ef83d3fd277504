package dev.dither.lab.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.data.DataException;
import dev.dither.data.Examples;
import dev.dither.data.QuestionForm;
import dev.dither.lab.experiment.ExperimentFile;
import dev.dither.lab.key.ExperimentException;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionSourcesTest {
    private static final String VQA =
            "{vqa: {questions: q.json, annotations: a.json, features: features.npy, ids: ids.txt},"
                    + " test: {questions: test-q.json, annotations: test-a.json, features: features.npy, ids: ids.txt}, answers: 2}";

    @TempDir
    Path folder;

    private QuestionFiles files;

    @BeforeEach
    void write() throws IOException {
        files = new QuestionFiles(folder).easy().vqa();
    }

    private static DataSource source(String text) {
        return ExperimentFile.parse("mine.yaml", "{data: " + text + ", network: visual-question, methods: {a: {}}}")
                .plan("", Map.of())
                .data();
    }

    private LoadedData load(String text) {
        return source(text).load(folder);
    }

    private static int[] words(Examples examples, int index) {
        int picture =
                Math.toIntExact(examples.questionForm().orElseThrow().picture().elements());
        float[] features = examples.features(index);
        int[] words = new int[features.length - picture];
        Arrays.setAll(words, i -> (int) features[picture + i]);
        return words;
    }

    @Test
    void easyQuestionsAreReadFromTheirFiles() {
        LoadedData found = load("{questions: .}");
        assertThat(found.train().size()).isEqualTo(3);
        assertThat(found.classNames()).containsExactly("yes", "no", "red");
        assertThat(found.train().labels()).containsExactly(0, 2, 1);
        assertThat(found.test().labels()).containsExactly(2);
        // is 1×3, a, shape, there 2×, circle, color, red, the, what
        assertThat(found.questions().orElseThrow().wording().words())
                .containsExactly("is", "a", "shape", "there", "circle", "color", "red", "the", "what");
        assertThat(found.train().questionForm()).hasValue(new QuestionForm(Shape.of(3, 16, 16), 5, 10));
        assertThat(words(found.train(), 0)).containsExactly(2, 5, 3, 8, 4);
        assertThat(words(found.train(), 2)).containsExactly(2, 5, 3, 6, 0);
        assertThat(found.train().features(1)[0]).as("picture 3 is red").isEqualTo(1);
        assertThat(found.train().features(0)[0]).as("picture 7 is not").isZero();
    }

    @Test
    void unknownWordsOfTestQuestionsHaveTheirNumberAndLongQuestionsLoseTheirEnd() {
        LoadedData found = load("{questions: .}");
        assertThat(words(found.test(), 0)).containsExactly(10, 7, 2, 9, 1); // what color is the (big) RED shape
    }

    @Test
    void typesFollowFromAnswerAndQuestion() {
        assertThat(PictureQuestions.type("is there a red shape?", "no")).isEqualTo("yes-no");
        assertThat(PictureQuestions.type("what color is the shape?", "red")).isEqualTo("color");
        assertThat(PictureQuestions.type("what is the red shape?", "circle")).isEqualTo("shape");
        assertThat(PictureQuestions.type("how many are there?", "2")).isEqualTo("other");
    }

    @Test
    void picturesAreShrunkWhereAskedFor() {
        assertThat(load("{questions: ., shrink: 4}")
                        .train()
                        .questionForm()
                        .orElseThrow()
                        .picture())
                .isEqualTo(Shape.of(3, 4, 4));
        assertThatThrownBy(() -> load("{questions: ., shrink: 3}")).isInstanceOf(DataException.class);
    }

    @Test
    void thePublicSetIsCheckedFirst() {
        assertThatThrownBy(() -> load("easy-vqa"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("easy-vqa: no train/questions.json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train/questions.json|[[\"is it?\", \"yes\", 3],|line 1, column 2",
                "train/questions.json|[[\"is it?\", \"yes\"]]|expected [question, answer, picture]",
                "train/questions.json|[[\"is it?\", \"yes\", \"3\"]]|expected [question, answer, picture]",
                "train/questions.json|{}|expected a list of [question, answer, picture]",
                "train/questions.json|[]|no questions",
                "train/questions.json|[[\"is it?\", \"blue\", 3]]|question 0: the answer blue is none of",
                "train/questions.json|[[\"is it?\", \"yes\", 5]]|5.png: no such file",
                "train/questions.json|[] []|questions.json: line 1",
                "answers.txt|yes|expected two or more different answers"
            })
    void easyQuestionsThatAreNoneAreOneLine(String file, String text, String message) throws IOException {
        files.write(file, text);
        assertThatThrownBy(() -> load("{questions: .}"))
                .isInstanceOfAny(ExperimentException.class, DataException.class)
                .hasMessageContaining(message)
                .message()
                .hasLineCount(1);
    }

    @Test
    void missingQuestionsAreOneLine() throws IOException {
        Files.delete(folder.resolve("test/questions.json"));
        assertThatThrownBy(() -> load("{questions: .}")).hasMessageContaining("questions.json: no such file");
    }

    @Test
    void vqaIsReadWithTheMostFrequentAnswers() {
        LoadedData found = load(VQA);
        assertThat(found.classNames()).containsExactly("cat", "no", AskedSet.OTHER);
        assertThat(found.train().labels()).containsExactly(0, 1);
        assertThat(found.test().labels()).as("a bird is no frequent answer").containsExactly(0, 2);
        assertThat(found.train().questionForm()).hasValue(new QuestionForm(Shape.of(2, 3), 4, 6));
        assertThat(found.train().features(0)).startsWith(0, 1, 2, 3, 4, 5);
        assertThat(found.test().features(1)).startsWith(12, 13, 14, 15, 16, 17);
        AskedQuestion asked = found.questions().orElseThrow().test().get(1);
        assertThat(asked.type()).isEqualTo("yes-no");
        assertThat(asked.given()).hasSize(10).contains("bird", "a thing");
        assertThat(asked.choices()).isEmpty();
    }

    @Test
    void rareTrainingAnswersAreLeftOutWithTheirWords() throws IOException {
        files.trainedBy("dog", "cat", "cow", "cat", "cow", "cow");
        LoadedData found = load(VQA);
        assertThat(found.classNames()).containsExactly("cow", "cat", AskedSet.OTHER);
        assertThat(found.train().labels()).containsExactly(1, 0, 1, 0, 0);
        assertThat(found.questions().orElseThrow().wording().words())
                .contains("like-a-cat".split("-", -1))
                .doesNotContain("dog");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "q.json|\"questions\"|\"quest\"|questions: missing",
                "q.json|\"question_id\": 170001|\"id\": 170001|question_id: missing",
                "q.json|170001|99|question 99 is there twice, or has no annotation in a.json",
                "a.json|170001|99|question 170001 is there twice, or has no annotation",
                "a.json|170001|40002|question 40002 has two annotations",
                "ids.txt|17|18|features.npy has no image 17, which question 170001 is about",
                "a.json|\"multiple_choice_answer\"|\"answer_of_all\"|[0] multiple_choice_answer: missing",
                "q.json|\"questions\": [|\"questions\": 5, \"more\": [|line 1, column 43: questions: unexpected value"
            })
    void vqaFilesThatDoNotFitAreOneLine(String file, String there, String instead, String message) throws IOException {
        String text = Files.readString(folder.resolve(file));
        files.write(file, text.replace(there, instead));
        assertThatThrownBy(() -> load(VQA))
                .isInstanceOfAny(ExperimentException.class, DataException.class)
                .hasMessageContaining(message)
                .message()
                .hasLineCount(1);
    }

    @Test
    void annotationsWithoutQuestionAndEmptyFilesAreOneLine() throws IOException {
        files.write("q.json", "{\"questions\": []}");
        assertThatThrownBy(() -> load(VQA)).hasMessageContaining("q.json: no questions");
        files.write("q.json", """
                {"questions": [{"image_id": 17, "question": "What is it?", "question_id": 170001}]}""");
        assertThatThrownBy(() -> load(VQA)).hasMessageContaining("a.json: question 40002 is not in q.json");
        files.write("ids.txt", "17\n4\n");
        assertThatThrownBy(() -> load(VQA)).hasMessageContaining("2 names for the 3 images");
        files.write("q.json", "");
        assertThatThrownBy(() -> load(VQA))
                .hasMessageContaining("q.json: ")
                .message()
                .hasLineCount(1);
    }

    @Test
    void shapesAreDrawnTheSameEachTimeAndOthersToTestOn() {
        LoadedData found = load("{shapes: 40, testShapes: 10, side: 12}");
        assertThat(found.train().size()).isEqualTo(40 * 6);
        assertThat(found.test().size()).isEqualTo(10 * 6);
        assertThat(found.train().questionForm().orElseThrow().picture()).isEqualTo(Shape.of(3, 12, 12));
        assertThat(load("{shapes: 40, testShapes: 10, side: 12}").train().sha256())
                .isEqualTo(found.train().sha256());
        assertThat(found.test().features(0)).isNotEqualTo(found.train().features(0));
    }

    /** A count by hand of what half of 4 · 400 yes-or-no answers may be: 5 standard deviations are 100. */
    @Test
    void answersOfDrawnShapesAreBalanced() {
        LoadedData found = load("{shapes: 400, testShapes: 1, side: 8}");
        int[] counts = found.train().classCounts();
        assertThat(counts).hasSize(13);
        assertThat(counts[0] + counts[1]).isEqualTo(1600);
        assertThat(counts[0]).isBetween(700, 900);
        assertThat(Arrays.stream(counts).min().orElseThrow()).isPositive();
    }

    private static ShapePicture triangle() {
        return new ShapePicture(ShapePicture.Shape.TRIANGLE, ShapePicture.Color.TEAL, 240, 8, 4, 4, 3, 3);
    }

    @Test
    void aShapeIsPaintedInItsColor() {
        byte[] pixels = new byte[3 * 64];
        triangle().paint(pixels, 0);
        StringBuilder seen = new StringBuilder();
        for (int i = 0; i < 64; i++) {
            List<Byte> color = List.of(pixels[i], pixels[64 + i], pixels[128 + i]);
            boolean ground = color.equals(List.of((byte) 240, (byte) 240, (byte) 240));
            assertThat(color)
                    .satisfiesAnyOf(
                            c -> assertThat(ground).isTrue(),
                            c -> assertThat(c).isEqualTo(List.of((byte) 0, (byte) 128, (byte) 128)));
            seen.append(ground ? '.' : '#').append(i % 8 == 7 ? "\n" : "");
        }
        assertThat(seen.toString()).isEqualTo("""
                ........
                ........
                ...##...
                ...##...
                ..####..
                ..####..
                .######.
                ........
                """);
    }

    @Test
    void answersAreTrueOfTheShape() {
        List<AskedQuestion> asked = new ShapeWords(triangle(), 5, RandomKey.root(1)).questions(20);
        assertThat(asked).hasSize(22).allMatch(question -> question.picture() == 5);
        assertThat(asked.get(0).answer()).isEqualTo("teal");
        assertThat(asked.get(1).answer()).isEqualTo("triangle");
        assertThat(asked.subList(2, 22)).allSatisfy(question -> {
            boolean there = question.text().matches(".*(teal|triangle).*");
            boolean negated = question.text().matches(".* (not|no) .*");
            assertThat(question.answer()).as(question.text()).isEqualTo(there == negated ? "no" : "yes");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "'{shapes: 1}', shapes must be at least 2",
        "'{shapes: 5, side: 4}', side must be at least 8",
        "'{questions: easy-vqa, shrink: 0}', shrink must be at least 1",
        "'{vqa: {questions: a, annotations: b, features: c}, test: {}}', no key data.vqa.ids",
        "'{shapes: 5, shrink: 2}', unknown key data.shrink"
    })
    void sourcesThatCannotBeAreRefused(String text, String message) {
        assertThatThrownBy(() -> source(text))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContaining(message);
    }
}
