package dev.dither.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.rng.RandomKey;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HalvingMaxPoolTest {
    @AutoClose
    final Scope scope = Scope.open();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void windowsOfTwoByTwoArePooledBitByBitAsTheEngineDoes(int oddness) {
        int height = 6 + oddness % 2;
        int width = 8 + oddness / 2;
        Shape shape = Shape.of(40, 20, height, width);
        float[] numbers = new float[40 * 20 * height * width];
        RandomKey.root(5).fillNormal(numbers);
        for (int i = 0; i < numbers.length; i++) { // ties, both zeros, infinities
            numbers[i] = Math.round(2 * numbers[i]) / 2f;
            numbers[i] = i % 97 == 0 ? Float.NEGATIVE_INFINITY : numbers[i];
        }
        Tensor x = Tensor.of(numbers, shape).variable();
        Tensor ours = x.maxPool(2, 2);
        Tensor engines = Tensor.wrap(torch.max_pool2d(x.value, 2, 2));
        assertThat(bits(ours)).isEqualTo(bits(engines));
        Tensor weights = Tensor.normal(RandomKey.root(6), ours.shape());
        float[] slopes =
                Gradients.of(ours.times(weights).sum(), List.of(x)).get(0).toFloats();
        assertThat(slopes)
                .isEqualTo(Gradients.of(engines.times(weights).sum(), List.of(x))
                        .get(0)
                        .toFloats());
    }

    @Test
    void poolingKeepsWhatIsNoNumberAndLeavesOtherWindowsAlone() {
        float none = Float.NaN;
        float[] numbers = {none, 1, 2, 3, 5, none, 4, 1, 0, 0, -1, -2, 0, 0, none, none};
        Tensor x = Tensor.of(numbers, Shape.of(1, 1, 4, 4)).variable();
        Tensor pooled = x.maxPool(2, 2);
        assertThat(pooled.toFloats()).containsExactly(none, 4, 0, none);
        assertThat(Gradients.of(pooled.sum(), List.of(x)).get(0).toFloats())
                .containsExactly(0, 0, 0, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1);
    }

    private static int[] bits(Tensor tensor) {
        float[] floats = tensor.toFloats();
        return IntStream.range(0, floats.length)
                .map(i -> Float.floatToRawIntBits(floats[i]))
                .toArray();
    }
}
