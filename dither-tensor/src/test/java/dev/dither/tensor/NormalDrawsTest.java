package dev.dither.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormalDrawsTest {
    private Scope scope;

    @BeforeEach
    void open() {
        scope = Scope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

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
        assertThat(tensor.plusNormal(RandomKey.root(9), 0.3).toFloats()).isEqualTo(expected);
        assertThat(tensor.toFloats()).isEqualTo(values);
        assertThat(tensor.toDouble().plusNormal(RandomKey.root(9), 0.3).toFloats())
                .containsExactly(expected, within(1e-5f));
    }

    @Test
    void normalsAreAddedInTheOrderOfTheShape() {
        Tensor columns =
                Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, Shape.of(2, 3)).transposed();
        Tensor sum = columns.plusNormal(RandomKey.root(4), 2);
        assertThat(sum.minus(columns).toFloats())
                .containsExactly(
                        Tensor.normal(RandomKey.root(4), Shape.of(3, 2))
                                .times(2)
                                .toFloats(),
                        within(1e-6f));
    }
}
