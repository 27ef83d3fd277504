package dev.dither.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DropoutTest {
    private static final RandomKey KEY = RandomKey.root(23);
    private static final int N = 100_000;

    @AutoClose
    final Scope scope = Scope.open();

    private Tensor x;
    private Layer layer;

    @BeforeEach
    void build() {
        x = Tensor.full(1, Shape.of(N / 100, 100));
        layer = new Dropout(0.3).build(Shape.of(100), KEY);
    }

    @Test
    void dropsWhereverNoiseIsDrawnWhateverTheStatistics() {
        for (StatisticsMode statistics : StatisticsMode.values()) {
            assertThat(zeros(Pass.sampling(KEY).withStatistics(statistics))).isPositive();
        }
    }

    @Test
    void isTheIdentityInTheMeanWhateverTheStatistics() {
        for (StatisticsMode statistics : StatisticsMode.values()) {
            assertThat(zeros(Pass.mean().withStatistics(statistics))).isZero();
        }
    }

    @Test
    void dropsAtItsRateAndKeepsTheMean() { // n = 100 000, 5 standard errors: fails with probability 6e-7
        double zeros = zeros(Pass.sampling(KEY));
        double error = Math.sqrt(0.3 * 0.7 * N);
        assertThat(Math.abs(zeros - 0.3 * N)).isLessThan(5 * error);
        assertThat(Math.abs(zeros - 1.05 * 0.3 * N)).isGreaterThan(5 * error);
        for (float y : layer.forward(x, Pass.sampling(KEY)).toFloats()) {
            assertThat(y).isIn(0f, (float) (1 / 0.7));
        }
    }

    @Test
    void masksAreAFunctionOfTheKey() {
        float[] one = layer.forward(x, Pass.sampling(KEY)).toFloats();
        assertThat(layer.forward(x, Pass.training(KEY)).toFloats()).isEqualTo(one);
        assertThat(layer.forward(x, Pass.sampling(KEY.child(1))).toFloats()).isNotEqualTo(one);
    }

    @Test
    void leavesNoTrace() {
        Pass pass = Pass.sampling(KEY);
        layer.forward(x, pass);
        assertThat(pass.trace().sites()).isEmpty();
    }

    @Test
    void certainDroppingIsRefused() {
        assertThatThrownBy(() -> new Dropout(1)).hasMessage("dropout.dropProbability must be in [0, 1), got 1.0");
    }

    private long zeros(Pass pass) {
        long zeros = 0;
        for (float y : layer.forward(x, pass).toFloats()) {
            zeros += y == 0 ? 1 : 0;
        }
        return zeros;
    }
}
