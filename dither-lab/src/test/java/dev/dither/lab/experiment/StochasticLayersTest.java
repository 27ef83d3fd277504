package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StochasticLayersTest {
    @Test
    void numbersCountFromBothEnds() {
        assertThat(StochasticLayers.of(List.of(1, 3)).positions(4)).isEqualTo(Set.of(0, 2));
        assertThat(StochasticLayers.of(List.of(-1, -4)).positions(4)).isEqualTo(Set.of(3, 0));
    }

    @Test
    void allAndNoneFitEveryNetwork() {
        assertThat(StochasticLayers.of("all").positions(3)).isEqualTo(Set.of(0, 1, 2));
        assertThat(StochasticLayers.of("none").positions(3)).isEmpty();
        assertThat(StochasticLayers.of(List.of())).isEqualTo(StochasticLayers.of("none"));
    }

    @Test
    void whatIsWrittenIsWhatWasRead() {
        for (Object value : List.of("all", "none", List.of(2, -1))) {
            assertThat(StochasticLayers.of(value).value()).isEqualTo(value);
        }
    }

    @Test
    void layerThatIsNotThereIsRefused() {
        for (int number : new int[] {4, -4}) {
            assertThatThrownBy(() -> StochasticLayers.of(List.of(number)).positions(3))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("from 1 to 3", "got " + number);
        }
    }
}
