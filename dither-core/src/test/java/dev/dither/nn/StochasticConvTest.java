package dev.dither.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One channel of two pixels, a 1 × 1 window: what comes out can be computed by hand. */
class StochasticConvTest {
    private static final RandomKey KEY = RandomKey.root(4);
    private static final Shape PIXELS = Shape.of(1, 1, 2);

    private final Scope scope = Scope.open();
    private final Network network = Network.build(PIXELS, List.of(StochasticConv.normalized(Conv.of(1, 1), -1)), KEY);

    /** Mean branch 3 h, σ branch 2 h + 0.5; the normalization has scale 2 and shift 1. */
    StochasticConvTest() {
        network.trained()
                .assign(Map.of(
                        "0/weight", new float[] {3, 2},
                        "0/bias", new float[] {0.5f},
                        "0/normalization/scale", new float[] {2},
                        "0/normalization/shift", new float[] {1}));
    }

    @AfterEach
    void release() {
        network.close();
        scope.close();
    }

    private static Tensor pixels(float first, float second) {
        return Tensor.of(new float[] {first, second}, PIXELS.batched(1));
    }

    /** Means 3 and 9, over the batch 6, variance 9: (3 − 6) / 3 · 2 + 1 = −1, and 3; the small ε of 1e-5 shifts the sixth digit. */
    @Test
    void meanIsNormalizedBeforeTheDrawAndSigmaIsNot() {
        Pass pass = Pass.training(KEY);
        network.forward(pixels(1, 3), pass);
        Trace.Site site = pass.trace().sites().get(0);
        assertThat(site.path()).isEqualTo("0");
        assertThat(site.mean().toDoubles()).containsExactly(new double[] {-1, 3}, within(1e-5));
        // σ = softplus(2.5) = 2.5788898, softplus(6.5) = 6.5015023
        assertThat(site.logStddev().exp().toDoubles())
                .containsExactly(new double[] {2.5788898, 6.5015023}, within(1e-5));
    }

    /** Fresh running statistics are 0 and 1: 2 · 3 + 1 = 7 and 2 · 9 + 1 = 19. */
    @Test
    void meanPassUsesRunningStatistics() {
        assertThat(network.forward(pixels(1, 3), Pass.mean()).toDoubles())
                .containsExactly(new double[] {7, 19}, within(2e-4));
    }

    /** A tenth of the batch: mean 0.1 · 6, variance 0.9 · 1 + 0.1 · 18, the unbiased one. */
    @Test
    void trainingTracksTheStatisticsOfTheMean() {
        network.forward(pixels(1, 3), Pass.training(KEY));
        Map<String, float[]> tracked = network.tracked().toArrays();
        assertThat(tracked.get("0/normalization/mean")).containsExactly(new float[] {0.6f}, within(1e-6f));
        assertThat(tracked.get("0/normalization/variance")).containsExactly(new float[] {2.7f}, within(1e-6f));
    }

    @Test
    void windowInFrontOfANormalizationHasNoBias() {
        assertThatThrownBy(() -> new StochasticConv(Conv.of(2, 3), 0, NoiseFamily.GAUSSIAN, BatchNorm.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("bias must be none", "TRAINED");
    }
}
