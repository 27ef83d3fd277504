package dev.dither.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.data.Examples;
import dev.dither.data.KnownData;
import dev.dither.labels.NoisyLabels;
import dev.dither.labels.Symmetric;
import dev.dither.optim.Optimizer;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.tensor.Engine;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NeuralVariabilityTest {
    private static final RandomKey ROOT = RandomKey.root(3);

    @BeforeEach
    void useOneThread() {
        Engine.threads(1);
    }

    private static double seenThrough(Optimizer optimizer) {
        Examples clean = KnownData.DIGITS.load(Path.of("data")).train();
        NoisyLabels noisy = new Symmetric(0.4).corrupt(clean.labels(), clean.classes(), ROOT.child(Stream.LABEL_NOISE));
        return NeuralVariability.memorization(clean, noisy, optimizer, ROOT).recovered();
    }

    @Test
    void moreWrongLabelsAreSeenThroughWithNoiseInTheWeights() { // 0.87 against 0.31
        assertThat(seenThrough(NeuralVariability.perturbed(0.1)))
                .isGreaterThan(seenThrough(NeuralVariability.plain()) + 0.2);
    }

    @Test
    void ghostBatchesTrainTheNetworkToo() { // 0.63, chance is 0.1
        assertThat(seenThrough(NeuralVariability.smoothOut(0.1))).isGreaterThan(0.3);
    }
}
