package dev.dither.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.data.Examples;
import dev.dither.data.KnownData;
import dev.dither.labels.NoisyLabels;
import dev.dither.predict.Ranking;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Engine;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WrongLabelsTest {
    private static final RandomKey ROOT = RandomKey.root(3);
    private static NoisyLabels noisy;
    private static double[] suspicion;

    @BeforeAll
    static void rank() {
        Engine.threads(1);
        Examples clean = KnownData.DIGITS.load(Path.of("data")).train();
        noisy = WrongLabels.corrupted(clean, ROOT);
        suspicion = WrongLabels.suspicion(clean.withLabels(noisy.labels()), ROOT);
    }

    @Test
    void fortyPercentOfTheLabelsAreWrong() {
        // Binomial(1297, 0.4): mean 519, standard deviation 17.6; a correct sampler leaves this band once in 15,000
        // keys
        assertThat(noisy.flipCount()).isBetween(448, 590);
    }

    @Test
    void wrongLabelsRankBeforeRightOnes() {
        assertThat(Ranking.auroc(suspicion, noisy.flips())).isGreaterThan(0.7);
    }

    /** At random 40 would be, with a standard deviation of 4.9; the seeds 0 to 11 gave 59 to 95. */
    @Test
    void mostOfTheMostSuspiciousLabelsAreWrong() {
        assertThat(WrongLabels.wrongAmong(100, suspicion, noisy)).isGreaterThan(65);
    }
}
