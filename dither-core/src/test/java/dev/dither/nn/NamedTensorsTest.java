package dev.dither.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NamedTensorsTest {
    @AutoClose
    final Scope scope = Scope.open();

    private Network network;

    @BeforeEach
    void build() {
        network = Network.build(Shape.of(2), List.of(Dense.of(3), BatchNorm.DEFAULT), RandomKey.root(41));
    }

    @AfterEach
    void close() {
        network.close();
    }

    @Test
    void trainedAndTrackedTensorsAreApart() {
        assertThat(network.trained().byName().keySet()).containsExactly("0/weight", "0/bias", "1/scale", "1/shift");
        assertThat(network.tracked().byName().keySet()).containsExactly("1/mean", "1/variance");
        assertThat(network.trained().count()).isEqualTo(2 * 3 + 3 * 3);
        assertThat(network.tracked().count()).isEqualTo(2 * 3);
    }

    @Test
    void assignedValuesComeBack() {
        Map<String, float[]> values = Map.of("1/mean", new float[] {1, 2, 3}, "1/variance", new float[] {4, 5, 6});
        network.tracked().assign(values);
        network.tracked().toArrays().forEach((name, found) -> assertThat(found).isEqualTo(values.get(name)));
    }

    @Test
    void otherNamesAreRefused() {
        assertThatThrownBy(() -> network.tracked().assign(Map.of("1/mean", new float[3])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("buffers of another network: expected [1/mean, 1/variance], got [1/mean]");
        assertThatThrownBy(() -> network.trained().assign(Map.of()))
                .hasMessageStartingWith("parameters of another network: expected [0/weight, ");
    }

    @Test
    void otherLengthsAreRefusedBeforeAnythingIsOverwritten() {
        Map<String, float[]> wrong = Map.of("1/mean", new float[] {1, 2, 3}, "1/variance", new float[] {4, 5});
        assertThatThrownBy(() -> network.tracked().assign(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("buffers of another network: 1/variance has shape [3], got 2 values");
        assertThat(network.tracked().toArrays().get("1/mean")).containsOnly(0);
    }
}
