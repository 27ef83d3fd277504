package dev.dither.lab.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.data.DataSet;
import dev.dither.data.KnownData;
import dev.dither.lab.key.ExperimentException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadedDataTest {
    private static final DataSet DIGITS = KnownData.DIGITS.load(Path.of("unused"));

    @Test
    void theFirstExamplesOfBothPartsAreTaken() {
        LoadedData first =
                LoadedData.of(DIGITS.train(), DIGITS.test(), List.of()).first(30, 20);
        assertThat(first.train().size()).isEqualTo(30);
        assertThat(first.test().size()).isEqualTo(20);
        assertThat(first.test().label(19)).isEqualTo(DIGITS.test().label(19));
    }

    @Test
    void aSetWithoutTrainingExamplesIsRefusedBeforeItTrains() { // as CIFAR-100 is without its training file
        LoadedData tested = LoadedData.of(DIGITS.train().subset(new int[0]), DIGITS.test(), List.of());
        assertThatThrownBy(() -> tested.first(0, 0))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContainingAll("digits", "has no examples to train on", "dither data check");
    }
}
