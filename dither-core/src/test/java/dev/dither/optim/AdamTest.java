package dev.dither.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AdamTest {
    private static final double[] FACTORS = {1, 1, 0.5};
    private static final Adam FAST = new Adam(0.1, 0.9, 0.999, 1e-8, 0, false, false);

    @Test
    void threeStepsAreThoseOfAlgorithmOne() {
        requireEqual(FAST);
        requireEqual(Adam.DEFAULT);
    }

    @Test
    void largeEpsilonIsOutsideTheRoot() {
        requireEqual(new Adam(0.1, 0.9, 0.999, 0.5, 0, false, false));
    }

    @Test
    void weightDecayEntersTheGradient() {
        requireEqual(FAST.withWeightDecay(0.3));
    }

    @Test
    void decoupledWeightDecayShrinksTheParameters() {
        Adam decoupled = new Adam(0.1, 0.9, 0.999, 1e-8, 0.3, false, true);
        requireEqual(decoupled);
        double[] coupled = Quadratic.run(FAST.withWeightDecay(0.3), FACTORS);
        assertThat(Math.abs(Quadratic.run(decoupled, FACTORS)[0] - coupled[0])).isGreaterThan(1e-3);
    }

    @Test
    void amsgradDividesByTheLargestSecondMoment() { // small β₂ and large steps let v fall, so that maxima matter
        Adam amsgrad = new Adam(0.8, 0.5, 0.5, 1e-8, 0, true, false);
        Adam without = new Adam(0.8, 0.5, 0.5, 1e-8, 0, false, false);
        requireEqual(amsgrad);
        requireEqual(without);
        assertThat(Math.abs(Quadratic.run(amsgrad, FACTORS)[0] - Quadratic.run(without, FACTORS)[0]))
                .isGreaterThan(1e-3);
    }

    @Test
    void manyStepsAreThoseOfAlgorithmOne() {
        Adam slow = new Adam(0.01, 0.9, 0.999, 1e-8, 0.02, false, false);
        requireEqual(slow, Quadratic.falling(100), 1e-5);
        requireEqual(new Adam(0.01, 0.9, 0.999, 1e-8, 0.02, true, false), Quadratic.falling(100), 1e-5);
        requireEqual(new Adam(0.01, 0.9, 0.999, 1e-8, 0.02, false, true), Quadratic.falling(100), 1e-5);
    }

    @Test
    void badSettingsAreRefusedWithNameAndValue() {
        assertThatThrownBy(() -> FAST.withLearningRate(Double.NaN)).hasMessageContaining("adam.learningRate");
        assertThatThrownBy(() -> FAST.withWeightDecay(-1)).hasMessageContaining("adam.weightDecay");
        assertThatThrownBy(() -> new Adam(0.1, 1, 0.999, 1e-8, 0, false, false)).hasMessageContaining("adam.beta1");
        assertThatThrownBy(() -> new Adam(0.1, 0.9, Double.NaN, 1e-8, 0, false, false))
                .hasMessage("adam.beta2 must be in [0, 1), got NaN");
    }

    private static void requireEqual(Adam adam) {
        requireEqual(adam, FACTORS, 1e-6);
    }

    private static void requireEqual(Adam adam, double[] factors, double tolerance) {
        double[] found = Quadratic.run(adam, factors);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isCloseTo(reference(adam, i, factors), within(tolerance));
        }
    }

    /** The papers' update of one number, in double precision. */
    private static double reference(Adam adam, int i, double[] factors) {
        double theta = Quadratic.START[i];
        double m = 0;
        double v = 0;
        double largest = 0;
        for (int t = 1; t <= factors.length; t++) {
            double rate = adam.learningRate() * factors[t - 1];
            double g = Quadratic.gradient(i, theta) + (adam.decoupled() ? 0 : adam.weightDecay() * theta);
            theta -= adam.decoupled() ? rate * adam.weightDecay() * theta : 0;
            m = adam.beta1() * m + (1 - adam.beta1()) * g;
            v = adam.beta2() * v + (1 - adam.beta2()) * g * g;
            largest = adam.amsgrad() ? Math.max(largest, v) : v;
            double mHat = m / (1 - Math.pow(adam.beta1(), t));
            // as in PyTorch the maximum is taken before the correction of its bias
            double vHat = largest / (1 - Math.pow(adam.beta2(), t));
            theta -= rate * mHat / (Math.sqrt(vHat) + adam.epsilon());
        }
        return theta;
    }
}
