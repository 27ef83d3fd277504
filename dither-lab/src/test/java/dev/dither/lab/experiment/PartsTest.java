package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.run.RunDirectory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An experiment of several plans. */
class PartsTest {
    private static final ExperimentFile FILE = ExperimentFile.parse("two.yaml", """
            title: Two tasks
            data: digits
            methods: {a: {}}
            training: {epochs: 5, batchSize: 8}
            parts:
              wrong: {labelNoise: {rates: [0.4]}, training: {epochs: 6}}
              right: {methods: {b: {}}}
            scales:
              smoke: {training: {epochs: 1}, seeds: 1, parts: {wrong: {seeds: 2}}}
            """);

    @Test
    void partsAreThePlansOfTheFile() {
        assertThat(FILE.parts()).containsExactly("wrong", "right");
        assertThat(FILE.studies("", Map.of()))
                .containsExactly(FILE.plan("wrong", "", Map.of()), FILE.plan("right", "", Map.of()));
    }

    @Test
    void partChangesOnlyWhatItNames() {
        Plan wrong = FILE.plan("wrong", "", Map.of());
        assertThat(wrong.part()).isEqualTo("wrong");
        assertThat(wrong.title()).isEqualTo("Two tasks: wrong");
        assertThat(wrong.runName()).isEqualTo("two-wrong");
        assertThat(wrong.training().epochs()).isEqualTo(6);
        assertThat(wrong.training().batchSize()).isEqualTo(8);
        assertThat(wrong.noiseRates()).containsExactly(0.4);
        Plan right = FILE.plan("right", "", Map.of());
        assertThat(right.labelNoise()).isNull();
        assertThat(right.methods().keySet()).containsExactly("a", "b");
        assertThat(right.training().epochs()).isEqualTo(5);
    }

    @Test
    void scaleWinsOverThePartAndItsOwnPartOverThat() {
        assertThat(FILE.plan("wrong", "smoke", Map.of()).training().epochs()).isEqualTo(1);
        assertThat(FILE.plan("wrong", "smoke", Map.of()).seeds()).isEqualTo(2);
        assertThat(FILE.plan("right", "smoke", Map.of()).seeds()).isEqualTo(1);
        assertThat(FILE.plan("wrong", "smoke", Map.of("seeds", "9")).seeds()).isEqualTo(9);
    }

    @Test
    void writtenPlanIsThatOfThePart(@TempDir Path runs) {
        Plan plan = FILE.plan("wrong", "smoke", Map.of());
        RunDirectory run = RunDirectory.create(runs, "run");
        run.plan(ExperimentFile.tree(plan));
        assertThat(ExperimentFile.read(run.path().resolve("plan.yaml")).plan("", Map.of()))
                .isEqualTo(plan);
    }

    @ParameterizedTest
    @CsvSource({"left, '', 'no part left; it has [wrong, right]'", "'', '', --part", "right, large, no scale large"})
    void whatIsNotThereIsOneLine(String part, String scale, String expected) {
        String message = catchThrowableOfType(ExperimentException.class, () -> {
                    if (part.isEmpty()) {
                        FILE.plan(scale, Map.of());
                    } else {
                        FILE.plan(part, scale, Map.of());
                    }
                })
                .getMessage();
        assertThat(message).hasLineCount(1).contains("two.yaml", expected);
    }

    @Test
    void scaleOfAPartThatIsNotThereIsRefused() {
        ExperimentFile typo = ExperimentFile.parse(
                "two.yaml",
                "{data: digits, methods: {a: {}}, parts: {wrong: {}}, scales: {smoke: {parts: {wrnog: {seeds: 1}}}}}");
        assertThat(catchThrowableOfType(ExperimentException.class, () -> typo.plan("wrong", "smoke", Map.of())))
                .hasMessageContaining("no part wrnog");
    }

    @Test
    void verdictOfSeveralPartsIsTheLeastFavorable() {
        Map<String, Verdict> byPart = new LinkedHashMap<>();
        byPart.put("x", new Verdict(Verdict.Status.REPRODUCED, "fine", List.of()));
        assertThat(Verdict.of(byPart).reason()).isEqualTo("fine");
        byPart.put("y", new Verdict(Verdict.Status.NONE, "no rule", List.of()));
        assertThat(Verdict.of(byPart).status()).isEqualTo(Verdict.Status.REPRODUCED);
        byPart.put("z", new Verdict(Verdict.Status.NOT_REPRODUCED, "bad", List.of()));
        assertThat(Verdict.of(byPart).status()).isEqualTo(Verdict.Status.NOT_REPRODUCED);
        assertThat(Verdict.of(byPart).reason())
                .isEqualTo("x, reproduced: fine; y, none: no rule; z, not reproduced: bad");
    }
}
