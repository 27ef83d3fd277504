package dev.dither.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoisyNumbersTest {
    private static final RandomKey KEY = RandomKey.root(5);

    @AutoClose
    final Scope scope = Scope.open();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 16_384, 16_385, 100_001})
    void normalsAreDividedByRoots(int n) {
        float[] draws = new float[n];
        KEY.fillNormal(draws);
        float[] q = new float[n];
        float[] expected = new float[n];
        for (int i = 0; i < n; i++) {
            q[i] = 0.1f * (i % 100);
            expected[i] = draws[i] / (float) Math.sqrt(q[i] + 0.25f);
        }
        Tensor tensor = Tensor.of(q, Shape.of(n));
        assertThat(Tensor.normalPerRoot(KEY, tensor, 0.25).toFloats()).isEqualTo(expected);
        assertThat(tensor.toFloats()).isEqualTo(q);
        assertThat(Tensor.normalPerRoot(KEY, tensor.toDouble(), 0.25).toFloats())
                .containsExactly(expected, within(1e-5f));
    }

    @Test
    void numbersMeetTheirDrawsInTheOrderOfTheShape() {
        Tensor columns =
                Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, Shape.of(2, 3)).transposed();
        Tensor inOrder = Tensor.of(columns.toFloats(), columns.shape());
        assertThat(Tensor.normalPerRoot(KEY, columns, 0).toFloats())
                .isEqualTo(Tensor.normalPerRoot(KEY, inOrder, 0).toFloats());
    }

    @Test
    void aProductWithThemIsNoiseOfThatVariance() { // no noise where the variance is 0
        Tensor q = Tensor.of(new float[] {0, 4, 1e-30f, 9}, Shape.of(4));
        float[] draws = new float[4];
        KEY.fillNormal(draws);
        assertThat(q.times(Tensor.normalPerRoot(KEY, q, 1e-16)).toFloats())
                .containsExactly(new float[] {0, 2 * draws[1], 0, 3 * draws[3]}, within(1e-6f));
    }

    @Test
    void theyHaveNoGradientAndAProductHasTwiceThatOfTheRoot() { // d/dq ε √q = ε / (2 √q)
        Tensor q = Tensor.of(new float[] {4, 9}, Shape.of(2)).variable();
        float[] draws = new float[2];
        KEY.fillNormal(draws);
        Tensor sum = q.times(Tensor.normalPerRoot(KEY, q, 0)).sum();
        assertThat(Gradients.of(sum, List.of(q)).get(0).toFloats())
                .containsExactly(new float[] {draws[0] / 2, draws[1] / 3}, within(1e-6f));
    }
}
