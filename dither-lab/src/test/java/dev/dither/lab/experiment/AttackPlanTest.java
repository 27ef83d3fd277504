package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.attack.AdversarialTraining;
import dev.dither.attack.AdversarialTraining.Radius;
import dev.dither.attack.FastGradientSign;
import dev.dither.attack.Norm;
import dev.dither.attack.ProjectedGradient;
import dev.dither.attack.ProjectedGradient.Start;
import dev.dither.lab.key.ExperimentException;
import dev.dither.objective.AsGiven;
import dev.dither.objective.CrossEntropy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttackPlanTest {
    @TempDir
    Path folder;

    private static Plan plan(String more) {
        return ExperimentFile.parse("mine.yaml", "{data: digits, methods: {a: {}}" + more + "}")
                .plan("", Map.of());
    }

    private static AttackPlan attack(String keys) {
        AttackPlan attack = plan(", attack: {" + keys + "}").attack();
        assertThat(attack).isNotNull();
        return attack;
    }

    @Test
    void sectionAsksForAttacksAndSanityChecks() {
        assertThat(plan(", attack: {radii: [0.1]}").evaluations())
                .extracting(Evaluation::name)
                .containsExactly("prediction", "attack", "sanity");
        assertThat(plan(", attack: {radii: [0.1], sanityExamples: 0}").evaluations())
                .extracting(Evaluation::name)
                .containsExactly("prediction", "attack");
    }

    @Test
    void kindsHaveStepsStepSizeAndNormOfTheirOwn() {
        assertThat(attack("radii: [0.1]").attack()).isEqualTo(new FastGradientSign());
        assertThat(attack("kind: iterative-fgs, radii: [0.1]").attack())
                .isEqualTo(new ProjectedGradient(10, 0.1, Start.CLEAN, 1));
        assertThat(attack("kind: pgd, radii: [0.1], restarts: 3, steps: 7").attack())
                .isEqualTo(new ProjectedGradient(7, 0.25, Start.RANDOM, 3));
        assertThat(attack("kind: cw-l2, radii: [1]").norm()).isEqualTo(Norm.L2);
    }

    @Test
    void writtenPlanIsReadBack() {
        Plan plan = plan(", attack: {kind: cw-l2, radii: [2, 1, 0, 1], sees: [mean, sample]}");
        String text = ExperimentFile.tree(plan).toString();
        assertThat(text).contains("radii=[0.0, 1.0, 2.0]", "sees=[SAMPLE, MEAN]", "steps=1000");
        assertThat(plan.attack())
                .isEqualTo(attack("kind: cw-l2, radii: [0, 1, 2], norm: L2, steps: 1000, stepSize: 0.01"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: fsg, radii: [0.1] | did you mean fgs",
                "kind: fgs | no key attack.radii",
                "radii: [] | attack.radii",
                "radii: [0] | above 0",
                "radii: [1.5] | at most 1.0",
                "radii: [-0.1] | >= 0",
                "kind: pgd, radii: [0.1], restarts: 0 | at least 1",
                "radii: [0.1], steps: 3 | fgs takes one step",
                "kind: cw-l2, radii: [0.1], norm: linf | l2",
                "kind: cw-l2, radii: [0.1], restarts: 2 | restarts",
                "kind: pgd, radii: [0.1], stepSize: -1 | relativeStep",
                "radii: [0.1], draws: 0 | draws",
                "radii: [0.1], sees: [] | sample, mean",
                "radii: [0.1], bounds: [1, 0] | bounds",
                "radii: [0.1], examples: -1 | negative",
                "radii: [0.1], measuredEvery: 1 | iterative-fgs and for pgd without restarts, not fgs",
                "kind: cw-l2, radii: [0.1], measuredEvery: 1 | not cw-l2",
                "kind: pgd, radii: [0.1], restarts: 2, measuredEvery: 1 | without restarts",
                "kind: pgd, radii: [0.1], measuredEvery: -1 | measuredEvery must not be negative"
            })
    void badSettingIsRefusedInOneLine(String keys, String part) {
        assertThatThrownBy(() -> attack(keys))
                .isInstanceOf(ExperimentException.class)
                .message()
                .hasLineCount(1)
                .contains("attack", part);
    }

    @Test
    void moreExamplesThanThereAreAreRefusedBeforeTheRun() {
        assertThatThrownBy(
                        () -> plan(", attack: {radii: [0.1], examples: 999999}").load(folder))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContainingAll("attack.examples", "999999");
    }

    /** Points of the square [0, 3]², far from the unit box. */
    private Plan table(boolean standardize, String more) throws IOException {
        StringBuilder text = new StringBuilder("x,y,kind\n");
        for (int i = 0; i < 40; i++) {
            text.append(i % 4).append(',').append(3 - i % 3).append(i % 2 == 0 ? ",ash\n" : ",oak\n");
        }
        Path csv = Files.writeString(folder.resolve("trees.csv"), text);
        return ExperimentFile.parse(
                        "trees.yaml",
                        "{data: {csv: '" + csv + "', label: kind, standardize: " + standardize + "}, " + more + "}")
                .plan("", Map.of());
    }

    @Test
    void standardizedInputsAreRefusedBeforeTheRun() throws IOException {
        Plan attacked = table(true, "methods: {a: {}}, attack: {radii: [0.1]}");
        assertThatThrownBy(() -> attacked.load(folder))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContainingAll("attack", "trees.csv", "standardize");
        Plan trained = table(true, "methods: {a: {adversarial: {radius: 0.1}}}");
        assertThatThrownBy(() -> trained.load(folder))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContainingAll("methods.a.adversarial", "standardize");
    }

    @Test
    void inputsOutsideTheBoundsAreRefusedBeforeTheRun() throws IOException {
        Plan outside = table(false, "methods: {a: {}}, attack: {radii: [0.1]}");
        assertThatThrownBy(() -> outside.load(folder))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContainingAll("[0.0, 1.0]", "3.0");
        Plan inside = table(false, "methods: {a: {}}, attack: {radii: [0.1], bounds: [0, 3]}");
        assertThat(inside.load(folder).test().size()).isPositive();
    }

    @Test
    void adversarialTrainingIsAsTheMethodSays() {
        Plan plain = plan(", training: {}");
        Method method = plain.method("a");
        assertThat(method.learned(new AsGiven(), plain.training(), 1)).isEqualTo(method.objective(new AsGiven()));
        Plan plan = ExperimentFile.parse(
                        "mine.yaml",
                        "{data: digits, methods: {a: {adversarial: {attack: fgs, radius: 0.2, random: true, mix: 0.25}}}}")
                .plan("", Map.of());
        AdversarialTraining learned = (AdversarialTraining) plan.method("a").learned(new AsGiven(), plan.training(), 1);
        assertThat(learned.attack()).isEqualTo(new FastGradientSign());
        assertThat(learned.threat().radius()).isEqualTo(0.2);
        assertThat(learned.radius()).isEqualTo(Radius.UNIFORM);
        assertThat(learned.mix()).isEqualTo(0.25);
        assertThat(learned.inner()).isEqualTo(CrossEntropy.plain());
    }

    @Test
    void lookingAtTheStepsIsAHeadline() {
        String resisted = "iterationsResisted@attack=pgd@sees=mean@radius=0.1";
        assertThat(attack("kind: pgd, radii: [0.1], sees: [mean], measuredEvery: 2")
                        .headlines())
                .hasSize(3)
                .contains(resisted);
        assertThat(attack("kind: pgd, radii: [0.1], sees: [mean]").headlines())
                .hasSize(2)
                .doesNotContain(resisted);
    }

    @Test
    void pictureIsOfTheRadiusInTheMiddle() {
        assertThat(List.of(
                        attack("radii: [0, 0.1, 0.2, 0.3]").pictured(),
                        attack("radii: [0, 0.1, 0.2]").pictured()))
                .containsExactly(0.2, 0.1);
    }
}
