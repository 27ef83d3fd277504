package dev.dither.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dither.data.KnownData;
import dev.dither.nn.Pass;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Engine;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OwnLayerTest {
    private static final RandomKey KEY = RandomKey.root(4);

    @BeforeAll
    static void useOneThread() {
        Engine.threads(1);
    }

    @Test
    void theLayerLearnsToReadDigits() {
        // guessing gives log 10 = 2.303 nats
        assertThat(OwnLayer.nll(KnownData.DIGITS.load(Path.of("data")), 30)).isLessThan(0.5);
    }

    @Test
    void theMeanIsTheLargerOfTwoAffineMaps() {
        try (Scope scope = Scope.open()) {
            Tensor weight = Tensor.of(new float[] {1, 2, -1, 3}, Shape.of(2, 2));
            Tensor bias = Tensor.of(new float[] {0.5f, -1}, Shape.of(2));
            Tensor x = Tensor.of(new float[] {1, 1, -2, 0}, Shape.of(2, 2));
            // by hand: max(1 + 2 + 0.5, −1 + 3 − 1) and max(−2 + 0.5, 2 − 1)
            assertThat(new NoisyMaxout(weight, bias, 0.3)
                            .forward(x, Pass.mean())
                            .toFloats())
                    .containsExactly(new float[] {3.5f, 1}, within(1e-6f));
        }
    }

    @Test
    void equalKeysGiveEqualBitsAndOtherKeysDoNot() {
        assertThat(drawn(KEY)).isEqualTo(drawn(KEY)).isNotEqualTo(drawn(KEY.child(1)));
    }

    private static float[] drawn(RandomKey key) {
        try (NoisyMaxout layer = NoisyMaxout.of(3, 5, RandomKey.root(1));
                Scope scope = Scope.open()) {
            return layer.forward(Tensor.normal(KEY.child("x"), Shape.of(2, 3)), Pass.sampling(key))
                    .toFloats();
        }
    }
}
