package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.lab.key.Keys;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The guide says what the program reads. */
class ExperimentGuideTest {
    private static final Path GUIDE =
            Path.of("").toAbsolutePath().resolveSibling("docs").resolve("experiments.md");

    static List<String> examples() throws IOException {
        return Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(GUIDE))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void guideHasExamples() throws IOException {
        assertThat(examples()).hasSize(20);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void exampleIsAnExperiment(String text) {
        assertThat(ExperimentFile.parse("guide.yaml", text).studies("", Map.of()))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Plan.class,
                Method.class,
                Correction.class,
                Training.class,
                LabelNoisePlan.class,
                AttackPlan.class,
                AdversarialPlan.class,
                PrunePlan.class,
                PosteriorPlan.class,
                DropConnectPlan.class,
                PerturbedPlan.class,
                NoisyUpdatePlan.class,
                SamPlan.class,
                RandomWeightsPlan.class,
                VariabilityPlan.class,
                ReinforcementPlan.class,
                ReinforcementPlan.Policy.class,
                DivergencePlan.class,
                DivergencePlan.Weight.class,
                ContinualPlan.class,
                ContinualMethod.class,
                ContinualTraining.class,
                StreamPlan.class,
                ElasticPlan.class,
                ReplayPlan.class,
                CaptioningPlan.class,
                CaptioningMethod.class,
                CaptioningTraining.class,
                QuestionsPlan.class,
                Accept.class
            })
    void everyKeyIsExplained(Class<?> section) throws IOException {
        String guide = Files.readString(GUIDE);
        assertThat(Keys.components(section).stream().map(RecordComponent::getName))
                .filteredOn(key -> !key.equals("scale"))
                .allSatisfy(key -> assertThat(guide).contains("`" + key + "`"));
    }
}
