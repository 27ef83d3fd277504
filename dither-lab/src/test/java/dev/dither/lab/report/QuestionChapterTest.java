package dev.dither.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.lab.run.CsvText;
import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuestionChapterTest {
    @TempDir
    Path runs;

    private RunDirectory run;

    @BeforeEach
    void begin() {
        run = RunDirectory.create(runs, "asked");
    }

    private static Row row(long seed, String method, String metric, double value) {
        return new Row("asked", seed, method, metric, value, 0, OptionalDouble.empty());
    }

    private void answers(String png) {
        byte[] table = new CsvText(
                        "method", "seed", "right", "type", "question", "given", "predicted", "probability", "png")
                .line("a", 0, true, "color", "what color is it?", "red", "red", "0.90", png)
                .line("a", 0, false, "yes-no", "is it <red>?", "no × 8", "yes", "0.40", png)
                .bytes();
        run.writeAtomically("questions/a.csv", table);
    }

    @Test
    void aRunWithoutQuestionsHasNoChapter() {
        assertThat(new QuestionChapter().parts(run)).isEmpty();
    }

    @Test
    void typesAreColumnsAndMethodsAreLines() {
        run.append(List.of(
                row(0, "a", "accuracy@type=yes-no", 0.5),
                row(0, "a", "accuracy@type=color", 1),
                row(1, "a", "accuracy@type=yes-no", 0.7),
                row(1, "a", "accuracy@type=color", 1),
                row(0, "b", "accuracy@type=color", 0.25),
                row(0, "b", "testAccuracy", 0.3)));
        List<Part> parts = new QuestionChapter().parts(run);
        assertThat(parts).hasSize(1);
        Part.Table table = parts.get(0).tables().get(0);
        assertThat(table.head()).containsExactly("method", "color", "yes-no");
        assertThat(table.lines())
                .containsExactly(List.of("a", "1.000 ± 0.000", "0.600 ± 0.141"), List.of("b", "0.250", "–"));
    }

    @Test
    void choicesHaveATableOfTheirOwn() {
        run.append(List.of(row(0, "a", "accuracy@type=other", 0.5), row(0, "a", "choiceAccuracy@type=other", 0.6)));
        assertThat(new QuestionChapter().parts(run))
                .extracting(Part::title)
                .containsExactly("Answers by type of question", "Answers by type of question, among choices");
    }

    @Test
    void rightAndWrongAnswersAreApart() {
        answers("AAAA");
        List<Part> parts = new QuestionChapter().parts(run);
        assertThat(parts)
                .extracting(Part::title)
                .containsExactly("a: questions answered right", "a: questions answered wrong");
        Part.Picture wrong = parts.get(1).pictures().get(0);
        assertThat(wrong.caption()).isEqualTo("is it <red>?\nis no × 8\nanswered yes, 0.40");
        assertThat(wrong.html())
                .contains("alt=\"is it &lt;red&gt;?, is no × 8, answered yes, 0.40\"")
                .contains("<span>is it &lt;red&gt;?</span><span>is no × 8</span><span>answered yes, 0.40</span>");
    }

    @Test
    void questionsWithoutPicturesAreATable() {
        answers("");
        List<Part> parts = new QuestionChapter().parts(run);
        assertThat(parts.get(1).pictures()).isEmpty();
        assertThat(parts.get(1).tables().get(0).lines())
                .containsExactly(List.of("is it <red>?", "no × 8", "yes", "0.40"));
    }

    @Test
    void typesAreLeftOutOfOtherTables() {
        QuestionChapter chapter = new QuestionChapter();
        assertThat(chapter.shows("accuracy@type=color")).isTrue();
        assertThat(chapter.shows("choiceAccuracy@type=color@noise=0.2")).isTrue();
        assertThat(chapter.shows("vqaAccuracy")).isFalse();
        assertThat(chapter.shows("accuracy@radius=0.1")).isFalse();
    }
}
