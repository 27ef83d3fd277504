package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.data.DataException;
import dev.dither.data.Examples;
import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.source.DataSource;
import dev.dither.lab.source.LoadedData;
import dev.dither.objective.AsGiven;
import dev.dither.optim.Sgd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys of the recipe that wide residual networks were trained by. */
class ImageRecipeTest {
    private static final String SCALED = "data: {known: fashion-mini, mean: [0.25], stddev: [0.5]}";

    @TempDir
    Path folder;

    private static Plan plan(String text) {
        return ExperimentFile.parse("mine.yaml", "{seeds: 1, methods: {a: {}}, " + text + "}")
                .plan("", Map.of());
    }

    @Test
    void momentumLooksAheadWhereAskedFor() {
        Plan plan = plan("data: fashion-mini, training: {optimizer: sgd, momentum: 0.9, nesterov: true,"
                + " learningRate: 0.1, weightDecay: 0.01}");
        assertThat(plan.recipe(plan.method("a"), new AsGiven(), 1).optimizer())
                .isEqualTo(new Sgd(0.1, 0.9, 0.01, Sgd.Convention.TORCH, true));
    }

    @ParameterizedTest
    @CsvSource({
        "'training: {nesterov: true}', training.nesterov is for optimizer sgd",
        "'training: {optimizer: sgd, momentum: 0, nesterov: true}', training.nesterov needs momentum",
        "'methods: {a: {passes: 0}}', passes must be at least 1"
    })
    void aRecipeThatCannotBeIsRefused(String text, String message) {
        assertThatThrownBy(() -> ExperimentFile.parse("mine.yaml", "{data: digits, methods: {a: {}}, " + text + "}")
                        .plan("", Map.of()))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void imagesAreShiftedAndScaledByChannel() {
        Examples plain = plan("data: fashion-mini").load(folder).test();
        LoadedData scaled = plan(SCALED).load(folder);
        float[] before = plain.features(3);
        float[] after = scaled.test().features(3);
        for (int i = 0; i < before.length; i++) {
            assertThat(after[i]).isCloseTo((before[i] - 0.25f) / 0.5f, within(1e-6f));
        }
        assertThat(scaled.asRead(scaled.test()).features(3)).containsExactly(before, within(1e-6f));
    }

    @Test
    void plansAndModelFilesSayHowImagesAreScaled() throws IOException {
        Plan plan = plan(SCALED);
        String written = LayerJson.MAPPER.writeValueAsString(plan.data());
        assertThat(LayerJson.MAPPER.readValue(written, DataSource.class)).isEqualTo(plan.data());
        assertThat(ExperimentFile.tree(plan).get("data"))
                .isEqualTo(Map.of("known", "fashion-mini", "mean", List.of(0.25), "stddev", List.of(0.5)));
        assertThat(ExperimentFile.tree(plan("data: digits")).get("data")).isEqualTo("digits");
    }

    @Test
    void scalesThatDoNotFitTheChannelsAreRefusedInOneLine() {
        assertThatThrownBy(() -> plan("data: {known: fashion-mini, mean: [0, 0, 0], stddev: [1, 1, 1]}")
                        .load(folder))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("3 means", "[1, 28, 28]", "one of each a channel");
        assertThatThrownBy(() -> plan("data: {known: fashion-mini, mean: [0], stddev: [0]}")
                        .load(folder))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("stddev must be positive");
        assertThatThrownBy(() -> plan("data: {known: fashion-mini, mean: [0]}"))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContaining("data.mean and data.stddev go together");
    }

    @Test
    void attacksOnScaledImagesAreRefused() {
        assertThatThrownBy(() -> plan(SCALED + ", attack: {radii: [0.1]}").load(folder))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContaining("leave data.mean and data.stddev out");
    }
}
