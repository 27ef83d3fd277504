package dev.dither.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.nn.Network;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ScaleAdaptationTest {
    private static final RandomKey KEY = RandomKey.root(5);

    private static float scaleAfter(double... distances) {
        try (Network policy = PolicyNetwork.of(PolicyKind.ADAPTIVE).build(CartPole.V0, KEY)) {
            for (double distance : distances) {
                ScaleAdaptation.DEFAULT.adapt(policy, distance);
            }
            return policy.tracked().toArrays().get("2/noiseScale")[0];
        }
    }

    @Test
    void theDistanceIsTheMeanDivergenceOfThePerturbedPolicyFromTheCleanOne() {
        try (Scope scope = Scope.open()) {
            // (1/4, 3/4) against (1/2, 1/2), and twice the same
            Tensor clean = Tensor.of(new float[] {0, (float) Math.log(3), 1, 2}, Shape.of(2, 2));
            Tensor perturbed = Tensor.of(new float[] {5, 5, 3, 4}, Shape.of(2, 2));
            double expected = (0.25 * Math.log(0.5) + 0.75 * Math.log(1.5)) / 2;
            assertThat(ScaleAdaptation.distance(clean, perturbed)).isCloseTo(expected, within(1e-7));
        }
    }

    @Test
    void theScaleGrowsBelowTheThresholdAndShrinksFromThereOn() {
        assertThat(scaleAfter()).isEqualTo(0.01f);
        assertThat(scaleAfter(0.04)).isEqualTo(0.01f * 1.01f, within(1e-8f));
        assertThat(scaleAfter(0.05)).isEqualTo(0.01f / 1.01f, within(1e-8f));
        assertThat(scaleAfter(0.01, 0.01, 0.2)).isEqualTo(0.01f * 1.01f, within(1e-8f));
    }

    @Test
    void networksWithoutSuchAScaleAreLeftAlone() {
        try (Network policy = PolicyNetwork.of(PolicyKind.NOISY_INDEPENDENT).build(CartPole.V0, KEY)) {
            assertThat(ScaleAdaptation.concerns(policy)).isFalse();
        }
    }

    @Test
    void aFactorThatDoesNotGrowIsRefused() {
        assertThatThrownBy(() -> new ScaleAdaptation(0.05, 1))
                .hasMessage("scale-adaptation.factor must be more than 1, got 1.0");
        assertThatThrownBy(() -> new ScaleAdaptation(Double.NaN, 1.01)).isInstanceOf(IllegalArgumentException.class);
    }
}
