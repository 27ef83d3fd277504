package dev.dither.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AdagradTest {
    @Test
    void firstStepHasTheLengthOfTheRate() { // g / √g² is the sign of g
        double[] found = Quadratic.run(Adagrad.DEFAULT.withLearningRate(0.1), 1);
        assertThat(found[0]).isCloseTo(0.9, within(1e-6));
        assertThat(found[1]).isCloseTo(-1.9, within(1e-6));
        assertThat(found[2]).isCloseTo(0.6, within(1e-6));
    }

    @Test
    void manyStepsAreThoseOfTheFormula() {
        requireEqual(Adagrad.DEFAULT.withLearningRate(0.1));
        requireEqual(new Adagrad(0.1, 0, 1e-10, 0.3));
        requireEqual(new Adagrad(0.1, 0.5, 1e-10, 0));
    }

    @Test
    void epsilonIsOutsideTheRoot() {
        requireEqual(new Adagrad(0.1, 0, 0.5, 0));
    }

    @Test
    void badSettingsAreRefusedWithNameAndValue() {
        assertThatThrownBy(() -> Adagrad.DEFAULT.withLearningRate(0)).hasMessageContaining("adagrad.learningRate");
        assertThatThrownBy(() -> Adagrad.DEFAULT.withWeightDecay(-1)).hasMessageContaining("adagrad.weightDecay");
        assertThatThrownBy(() -> new Adagrad(0.1, Double.NaN, 1e-10, 0))
                .hasMessage("adagrad.initialAccumulator must be finite and >= 0, got NaN");
        assertThatThrownBy(() -> new Adagrad(0.1, 0, 0, 0)).hasMessage("adagrad.epsilon must be positive, got 0.0");
    }

    private static void requireEqual(Adagrad adagrad) {
        double[] factors = Quadratic.falling(100);
        double[] found = Quadratic.run(adagrad, factors);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isCloseTo(reference(adagrad, i, factors), within(1e-5));
        }
    }

    /** The paper's update of one number, in double precision. */
    private static double reference(Adagrad adagrad, int i, double[] factors) {
        double theta = Quadratic.START[i];
        double sum = adagrad.initialAccumulator();
        for (double factor : factors) {
            double g = Quadratic.gradient(i, theta) + adagrad.weightDecay() * theta;
            sum += g * g;
            theta -= adagrad.learningRate() * factor * g / (Math.sqrt(sum) + adagrad.epsilon());
        }
        return theta;
    }
}
