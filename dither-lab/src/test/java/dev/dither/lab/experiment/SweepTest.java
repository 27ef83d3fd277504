package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dither.lab.key.ExperimentException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SweepTest {
    private static ExperimentFile file(String methods) {
        return ExperimentFile.parse("mine.yaml", "{data: digits, methods: " + methods + "}");
    }

    private static Plan plan(String methods) {
        return file(methods).plan("", Map.of());
    }

    @Test
    void methodBecomesOneForEachCombinationInItsPlace() {
        Plan plan = plan("{a: {}, b: {initialRho: -2, sweep: {coefficient: [0.1, 0.01], margin: [0, 2]}}, c: {}}");
        assertThat(plan.methods().keySet())
                .containsExactly(
                        "a",
                        "b coefficient=0.1 margin=0",
                        "b coefficient=0.1 margin=2",
                        "b coefficient=0.01 margin=0",
                        "b coefficient=0.01 margin=2",
                        "c");
        Method third = plan.method("b coefficient=0.01 margin=0");
        assertThat(third.coefficient()).isEqualTo(0.01);
        assertThat(third.margin()).isZero();
        assertThat(third.initialRho()).isEqualTo(-2);
    }

    @Test
    void smallAndWholeNumbersAreNamedAsOneWritesThem() {
        Plan plan = plan("{a: {sweep: {coefficient: [0.0001, 1.0e-5, 1.0, 20]}}}");
        assertThat(plan.methods().keySet())
                .containsExactly(
                        "a coefficient=0.0001", "a coefficient=0.00001", "a coefficient=1", "a coefficient=20");
    }

    @Test
    void marginCanBeALogarithm() {
        Plan plan = plan("{a: {sweep: {margin: [log(1), log(16), 4]}}}");
        assertThat(plan.methods().keySet()).containsExactly("a margin=log(1)", "a margin=log(16)", "a margin=4");
        assertThat(plan.methods().values()).extracting(Method::margin).containsExactly(0.0, Math.log(16), 4.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"log(-1)", "ln(4)", "null", "many"})
    void marginThatIsNoNumberIsOneLine(String margin) {
        String message = catchThrowableOfType(ExperimentException.class, () -> plan("{a: {margin: " + margin + "}}"))
                .getMessage();
        assertThat(message).hasLineCount(1).contains("mine.yaml", "methods.a.margin", "log(NUMBER)", margin);
    }

    @Test
    void sweepCanBeSet() {
        Plan plan =
                file("{a: {sweep: {coefficient: [1, 2, 3]}}}").plan("", Map.of("methods.a.sweep.coefficient", "[7]"));
        assertThat(plan.methods().keySet()).containsExactly("a coefficient=7");
    }

    @Test
    void resolvedPlanHasNoSweepAndIsTheSamePlan() {
        Plan plan = plan("{a: {sweep: {dropProbability: [0, 0.5]}}}");
        Map<?, ?> methods = (Map<?, ?>) ExperimentFile.tree(plan).get("methods");
        assertThat(methods.keySet().toArray()).containsExactly("a dropProbability=0", "a dropProbability=0.5");
        assertThat(methods.get("a dropProbability=0").toString()).doesNotContain("sweep");
    }

    @Test
    void ruleMayNameExpandedMethods() {
        ExperimentFile file = ExperimentFile.parse("mine.yaml", """
                data: digits
                methods: {a: {sweep: {coefficient: [0.1, 0.2]}}}
                accept: {metric: testAccuracy, order: [a coefficient=0.1, a coefficient=0.2]}
                """);
        assertThat(file.plan("", Map.of()).accept().best()).isEqualTo("a coefficient=0.2");
    }

    @ParameterizedTest
    @CsvSource({
        "'{a: {sweep: [1]}}', methods.a.sweep, mapping",
        "'{a: {sweep: {}}}', methods.a.sweep, mapping",
        "'{a: {sweep: {margin: 1}}}', methods.a.sweep.margin, list",
        "'{a: {sweep: {margin: []}}}', methods.a.sweep.margin, list",
        "'{a: {sweep: {margin: [[1]]}}}', methods.a.sweep.margin, list",
        "'{a: {sweep: {margin: [1, 1]}}}', methods.a.sweep.margin, different",
        "'{a: {sweep: {margin: [1]}}, a margin=1: {}}', methods.a margin=1, two methods",
        "'{a: {sweep: {margn: [1]}}}', methods.a margn=1.margn, margin"
    })
    void badSweepIsOneLine(String methods, String path, String expected) {
        String message = catchThrowableOfType(ExperimentException.class, () -> plan(methods))
                .getMessage();
        assertThat(message).hasLineCount(1).contains("mine.yaml", path, expected);
    }
}
