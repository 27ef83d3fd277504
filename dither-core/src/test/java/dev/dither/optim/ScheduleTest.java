package dev.dither.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    @ParameterizedTest
    @CsvSource({
        "constant, 0, 1",
        "constant, 99, 1",
        "linear, 0, 1",
        "linear, 75, 0.25",
        "linear-second-half, 49, 1",
        "linear-second-half, 50, 1",
        "linear-second-half, 75, 0.5",
        "cosine, 0, 1",
        "cosine, 25, 0.8535533905932737",
        "cosine, 50, 0.5",
        "'step:0.5,0.75:0.1', 49, 1",
        "'step:0.5,0.75:0.1', 50, 0.1",
        "'step:0.5,0.75:0.1', 75, 0.01",
        "'step:1/4:0.2', 24, 1",
        "'step:1/4:0.2', 25, 0.2",
        "caffe-inverse:0.01:2, 0, 1",
        "caffe-inverse:0.01:2, 100, 0.25",
        "warmup:4:constant, 0, 0.25",
        "warmup:4:constant, 3, 1",
        "warmup:20:linear, 20, 1",
        "warmup:20:linear, 60, 0.5",
        "warmup:500:constant, 99, 0.2"
    })
    void factorOfAHundredSteps(String text, long step, double expected) {
        assertThat(Schedule.parse(text).factor(step, 100)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void caffeRateAfterTenThousandStepsIsThatOfItsOwnRecipe() { // 2^−0.75
        assertThat(Schedule.parse("caffe-inverse:0.0001:0.75").factor(10_000, 10_001))
                .isCloseTo(0.5946035575013605, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 7, 390, 391, 469})
    void dropsAfterEpochsFallOnTheFirstStepOfTheNext(long stepsPerEpoch) {
        int[] milestones = {59, 119, 159};
        Schedule wide = Schedule.Step.afterEpochs(200, 0.2, milestones);
        for (int n = 0; n < milestones.length; n++) {
            long first = milestones[n] * stepsPerEpoch;
            assertThat(wide.factor(first - 1, 200 * stepsPerEpoch)).isEqualTo(Math.pow(0.2, n));
            assertThat(wide.factor(first, 200 * stepsPerEpoch)).isEqualTo(Math.pow(0.2, n + 1));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "constant",
                "linear",
                "linear-second-half",
                "cosine",
                "step:0.5,0.75:0.1",
                "caffe-inverse:1.0E-4:0.75",
                "warmup:500:cosine",
                "warmup:500:step:0.5:0.1"
            })
    void textIsReadAndWrittenBack(String text) {
        assertThat(Schedule.parse(text)).hasToString(text);
    }

    @Test
    void caseAndUnderscoresDoNotMatter() {
        assertThat(Schedule.parse("CONSTANT")).isEqualTo(Schedule.CONSTANT);
        assertThat(Schedule.parse("LINEAR_SECOND_HALF")).isEqualTo(Schedule.LINEAR_SECOND_HALF);
        assertThat(Schedule.parse("Linear")).isEqualTo(Schedule.LINEAR);
        assertThat(Schedule.parse(" COSINE ")).isEqualTo(Schedule.COSINE);
        assertThat(Schedule.parse("Step:60/200,120/200:0.2")).isEqualTo(new Schedule.Step(List.of(0.3, 0.6), 0.2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cosin",
                "cosine:3",
                "step:0.5",
                "step:0.5:x",
                "step::0.1",
                "caffe-inverse:1",
                "warmup:500",
                "warmup:half:cosine",
                "warmup:500:cosin"
            })
    void unknownTextIsRefusedWithTheKnownForms(String text) {
        assertThatThrownBy(() -> Schedule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .hasLineCount(1)
                .contains("\"" + text + "\"", "linear-second-half", "caffe-inverse:0.0001:0.75");
    }

    @ParameterizedTest
    @CsvSource({
        "'step:0.75,0.5:0.1', step.milestones",
        "'step:0.5,0.5:0.1', step.milestones",
        "step:60:0.1, step.milestones",
        "step:0:0.1, step.milestones",
        "step:0/0:0.1, step.milestones",
        "step:0.5:0, step.factor",
        "caffe-inverse:-1:1, caffe-inverse.gamma",
        "caffe-inverse:1:-1, caffe-inverse.power",
        "warmup:0:cosine, warmup.steps"
    })
    void badSettingsAreRefusedWithTheirName(String text, String named) {
        assertThatThrownBy(() -> Schedule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .hasLineCount(1)
                .contains(named);
    }
}
