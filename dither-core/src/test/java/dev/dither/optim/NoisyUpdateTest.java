package dev.dither.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.nn.NoiseFamily;
import org.junit.jupiter.api.Test;

class NoisyUpdateTest {
    private static final Sgd PLAIN = Sgd.of(0.1, 0);

    private static float[] draws(long step) {
        float[] draws = new float[Quadratic.START.length];
        Quadratic.KEY.child(step).child("noise").child("theta").fillNormal(draws);
        return draws;
    }

    @Test
    void constantNoiseFollowsTheStepAndStays() { // at rate zero: θ + b ε₀ + b ε₁
        double[] found = Quadratic.run(NoisyUpdate.constant(PLAIN, Perturbation.gaussian(0.5)), 0, 0);
        float[] first = draws(0);
        float[] second = draws(1);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isCloseTo(Quadratic.START[i] + 0.5 * first[i] + 0.5 * second[i], within(1e-5));
        }
    }

    @Test
    void theGradientIsThatOfTheWeightsBeforeTheNoise() {
        double[] found = Quadratic.run(NoisyUpdate.constant(PLAIN, Perturbation.gaussian(0.5)), 1);
        double[] clean = Quadratic.run(PLAIN, 1);
        float[] draws = draws(0);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isCloseTo(clean[i] + 0.5 * draws[i], within(1e-6));
        }
    }

    @Test
    void langevinNoiseFollowsTheLearningRate() { // √(2 · 0.1 · f · 3)
        for (double factor : new double[] {1, 0.25}) {
            double[] found = Quadratic.run(NoisyUpdate.langevin(PLAIN, 3), factor);
            double[] clean = Quadratic.run(PLAIN, factor);
            float[] draws = draws(0);
            for (int i = 0; i < found.length; i++) {
                assertThat(found[i]).isCloseTo(clean[i] + Math.sqrt(0.6 * factor) * draws[i], within(1e-5));
            }
        }
    }

    @Test
    void withoutNoiseTheBitsAreThoseOfTheBase() {
        double[] factors = {1, 0.5, 0.25};
        for (Rule base : new Rule[] {Sgd.of(0.1, 0.9).withWeightDecay(0.3), Adam.DEFAULT, Adagrad.DEFAULT}) {
            double[] expected = Quadratic.run(base, factors);
            Perturbation none = Perturbation.of(NoiseFamily.UNIFORM, 0);
            assertThat(Quadratic.run(NoisyUpdate.constant(base, none), factors)).isEqualTo(expected);
            assertThat(Quadratic.run(NoisyUpdate.langevin(base, 0), factors)).isEqualTo(expected);
        }
    }

    @Test
    void badTemperaturesAreRefused() {
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> NoisyUpdate.langevin(PLAIN, bad))
                    .hasMessage("langevin.temperature must be finite and >= 0, got " + bad);
        }
    }
}
