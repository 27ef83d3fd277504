package dev.dither.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ConvTest {
    private static final RandomKey ROOT = RandomKey.root(37);

    @AutoClose
    final Scope scope = Scope.open();

    @Test
    void windowsAreCorrelatedWithoutFlipping() { // by hand: 1·1 + 2·2 + 4·3 + 5·4, and so on
        try (Network network = Network.build(Shape.of(1, 3, 3), List.of(Conv.of(1, 2)), ROOT)) {
            network.trained().assign(Map.of("0/weight", new float[] {1, 2, 3, 4}, "0/bias", new float[] {0.5f}));
            Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, Shape.of(1, 1, 3, 3));
            assertThat(network.forward(x, Pass.mean()).toFloats()).containsExactly(37.5f, 47.5f, 67.5f, 77.5f);
        }
    }

    @Test
    void withoutBiasThereAreWeightsAlone() {
        try (Network network =
                Network.build(Shape.of(1, 3, 3), List.of(Conv.of(2, 2).withoutBias()), ROOT)) {
            assertThat(network.trained().byName().keySet()).containsExactly("0/weight");
            float[] y = network.forward(Tensor.full(0, Shape.of(1, 1, 3, 3)), Pass.mean())
                    .toFloats();
            assertThat(y).hasSize(8).containsOnly(0);
        }
    }

    @Test
    void sameKeepsTheSizeOfTheImage() {
        for (int size : List.of(1, 3, 5)) {
            assertThat(Conv.same(7, size).outputShape(Shape.of(2, 9, 6))).isEqualTo(Shape.of(7, 9, 6));
        }
        assertThatThrownBy(() -> Conv.same(7, 4)).hasMessageContaining("odd").hasMessageContaining("got 4");
    }

    @Test
    void stridesAndPaddingSetTheSize() { // ⌊(9 + 2 − 3) / 2⌋ + 1 = 5, ⌊(6 + 2 − 3) / 2⌋ + 1 = 3
        assertThat(Conv.same(7, 3).withStride(2).outputShape(Shape.of(2, 9, 6))).isEqualTo(Shape.of(7, 5, 3));
    }

    @Test
    void initialWeightsAreThoseAskedFor() { // bounds of the uniform: 1 / √(2 · 9); a normal of 648 values would
        // cross it
        Conv uniform = Conv.of(36, 3).with(Init.FAN_IN_UNIFORM);
        double bound = 1 / Math.sqrt(18);
        assertThat(largestWeight(uniform)).isBetween(0.95 * bound, bound);
        assertThat(largestWeight(Conv.of(36, 3))).isGreaterThan(2 * bound);
    }

    private static double largestWeight(Conv spec) {
        try (Network network = Network.build(Shape.of(2, 5, 5), List.of(spec), ROOT)) {
            double largest = 0;
            for (double w : network.trained().byName().get("0/weight").toDoubles()) {
                largest = Math.max(largest, Math.abs(w));
            }
            return largest;
        }
    }

    @Test
    void wrongImagesAreRefusedWithPath() {
        requireRefused(Conv.of(3, 5), Shape.of(1, 4, 9), "0/conv: expected sides of at least 5, got [1, 4, 9]");
        requireRefused(Conv.of(3, 5), Shape.of(25), "0/conv: expected an image [C, H, W] for each example, got [25]");
        Conv grouped = new Conv(4, 3, 1, 0, 2, Init.HE_NORMAL, Conv.Bias.NONE);
        requireRefused(grouped, Shape.of(3, 9, 9), "0/conv: expected channels in 2 equal groups, got [3, 9, 9]");
    }

    private static void requireRefused(LayerSpec spec, Shape input, String message) {
        assertThatThrownBy(() -> Network.build(input, List.of(spec), ROOT))
                .isInstanceOf(ShapeException.class)
                .hasMessage(message);
    }

    @Test
    void unitsMustFallIntoTheGroups() {
        assertThatThrownBy(() -> new Conv(3, 3, 1, 0, 2, Init.HE_NORMAL, Conv.Bias.TRAINED))
                .hasMessage("conv.groups must divide units, got 2 for 3");
    }
}
