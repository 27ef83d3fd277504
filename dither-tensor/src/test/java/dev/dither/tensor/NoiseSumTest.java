package dev.dither.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseSumTest {
    @AutoClose
    final Scope scope = Scope.open();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 16_384, 16_385, 100_001})
    void normalsAreAddedToNumbersWithoutAnArrayOfTheirOwn(int n) { // v + ½ ε, rounded twice
        float[] draws = new float[n];
        RandomKey.root(9).fillNormal(draws);
        float[] values = new float[n];
        float[] expected = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = 1 + 0.1f * (i % 100);
            expected[i] = values[i] + 0.3f * draws[i];
        }
        Tensor tensor = Tensor.of(values, Shape.of(n));
        assertThat(noisy(tensor, 9, 0.3).toFloats()).isEqualTo(expected);
        assertThat(tensor.toFloats()).isEqualTo(values);
        assertThat(noisy(tensor.toDouble(), 9, 0.3).toFloats()).containsExactly(expected, within(1e-5f));
    }

    @Test
    void normalsAreAddedInTheOrderOfTheShape() {
        Tensor columns =
                Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, Shape.of(2, 3)).transposed();
        Tensor sum = noisy(columns, 4, 2);
        assertThat(sum.minus(columns).toFloats())
                .containsExactly(
                        Tensor.normal(RandomKey.root(4), Shape.of(3, 2))
                                .times(2)
                                .toFloats(),
                        within(1e-6f));
    }

    @Test
    void tensorsTogetherAreThoseAlone() {
        List<NoiseSum> all = new ArrayList<>();
        for (int n : new int[] {3, 0, 40_000, 16_384, 1, 20_000}) {
            all.add(new NoiseSum(Tensor.full(n, Shape.of(n)), RandomKey.root(n), 0.5));
        }
        List<Tensor> together = NoiseSum.normal(all);
        assertThat(together).hasSameSizeAs(all);
        for (int i = 0; i < all.size(); i++) {
            assertThat(together.get(i).toFloats())
                    .isEqualTo(NoiseSum.normal(List.of(all.get(i))).get(0).toFloats());
        }
    }

    private static Tensor noisy(Tensor values, long seed, double factor) {
        return NoiseSum.normal(List.of(new NoiseSum(values, RandomKey.root(seed), factor)))
                .get(0);
    }
}
