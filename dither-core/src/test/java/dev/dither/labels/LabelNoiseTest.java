package dev.dither.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelNoiseTest {
    private static final int N = 50_000;
    private static final double RATE = 0.4;
    private static final RandomKey KEY = RandomKey.root(20);
    private static final int[] CLEAN = IntStream.range(0, N).map(i -> i % 10).toArray();

    @Test
    void rowsOfEveryTransitionSumToOne() {
        for (LabelNoise noise :
                List.of(new ClassFlip(RATE), new Pairwise(RATE), new Symmetric(RATE), new PatriniMnist(RATE))) {
            for (double[] row : noise.transition(10, KEY).toArray()) {
                assertThat(Arrays.stream(row).sum()).isCloseTo(1, within(1e-12));
            }
        }
    }

    @Test
    void flipsHappenAtTheNoiseRate() { // within 4.9 standard errors: three correct kinds fail with probability 3e-6
        double standardError = Math.sqrt(RATE * (1 - RATE) / N);
        for (LabelNoise noise : List.of(new ClassFlip(RATE), new Pairwise(RATE), new Symmetric(RATE))) {
            double rate = noise.corrupt(CLEAN, 10, KEY).flipCount() / (double) N;
            assertThat(rate).isCloseTo(RATE, within(4.9 * standardError));
            assertThat(4.9 * standardError).isLessThan(0.02); // teeth: p·(C−1)/C = 0.36 would be refused
        }
    }

    @Test
    void symmetricNoiseOfRateOneChangesEveryLabel() {
        NoisyLabels noisy = new Symmetric(1).corrupt(CLEAN, 10, KEY);

        assertThat(noisy.flipCount()).isEqualTo(N);
        int[] labels = noisy.labels();
        assertThat(Arrays.stream(labels)).allMatch(label -> 0 <= label && label < 10);
        for (int i = 0; i < N; i++) {
            assertThat(labels[i] != CLEAN[i]).isTrue();
        }
    }

    @Test
    void pairwiseAndPatriniGoWhereTheyShould() {
        int[] pairwise = new Pairwise(1).corrupt(CLEAN, 10, KEY).labels();
        int[] patrini = new PatriniMnist(1).corrupt(CLEAN, 10, KEY).labels();

        assertThat(Arrays.copyOf(pairwise, 10)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 0);
        assertThat(Arrays.copyOf(patrini, 10)).containsExactly(0, 1, 7, 8, 4, 6, 5, 1, 8, 9);
    }

    @Test
    void classFlipGivesEachClassOneOtherThatFollowsTheKey() {
        double[][] matrix = new ClassFlip(RATE).transition(10, KEY).toArray();
        for (int i = 0; i < 10; i++) {
            assertThat(matrix[i][i]).isEqualTo(1 - RATE);
            assertThat(Arrays.stream(matrix[i]).filter(p -> p == RATE).count()).isEqualTo(1);
        }
        assertThat(new ClassFlip(RATE).transition(10, KEY.child("other"))).isNotEqualTo(TransitionMatrix.of(matrix));
    }

    @Test
    void theSameKeyGivesTheSameLabels() {
        int[] once = new Symmetric(RATE).corrupt(CLEAN, 10, KEY).labels();

        assertThat(new Symmetric(RATE).corrupt(CLEAN, 10, KEY).labels()).containsExactly(once);
    }

    @Test
    void badArgumentsAreRefusedWithTheirValue() {
        assertThatThrownBy(() -> new Symmetric(Double.NaN))
                .hasMessage("symmetric.noiseRate must be in [0, 1], got NaN");
        assertThatThrownBy(() -> new PatriniMnist(0.2).corrupt(CLEAN, 11, KEY)).hasMessageContaining("got 11");
        assertThatThrownBy(() -> new Pairwise(0.2).corrupt(CLEAN, 9, KEY)).hasMessageContaining("got 9");
    }
}
