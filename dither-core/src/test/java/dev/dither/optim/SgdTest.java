package dev.dither.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.optim.Sgd.Convention;
import org.junit.jupiter.api.Test;

class SgdTest {
    private static final Sgd TORCH = Sgd.of(0.1, 0.9);
    private static final Sgd CAFFE = new Sgd(0.1, 0.9, 0, Convention.CAFFE, false);

    // first parameter: start 1, gradient θ

    @Test
    void withoutMomentumEveryStepScalesTheParameter() {
        assertThat(Quadratic.run(Sgd.of(0.1, 0), 1, 1)[0]).isCloseTo(0.81, within(1e-6));
    }

    @Test
    void conventionsAgreeWhileTheRateIsConstant() { // v = 1, θ = 0.9; v = 0.9 + 0.9, θ = 0.9 − 0.18
        assertThat(Quadratic.run(TORCH, 1, 1)[0]).isCloseTo(0.72, within(1e-6));
        assertThat(Quadratic.run(CAFFE, 1, 1)[0]).isCloseTo(0.72, within(1e-6));
    }

    @Test
    void conventionsDifferOnceTheRateChanges() {
        // torch: θ = 0.9 − 0.01 · 1.8; caffe: v = 0.1, then 0.09 + 0.01 · 0.9, θ = 0.9 − 0.099
        assertThat(Quadratic.run(TORCH, 1, 0.1)[0]).isCloseTo(0.882, within(1e-6));
        assertThat(Quadratic.run(CAFFE, 1, 0.1)[0]).isCloseTo(0.801, within(1e-6));
    }

    @Test
    void nesterovLooksAhead() {
        // v = 1, θ = 1 − 0.1 (1 + 0.9) = 0.81; v = 0.9 + 0.81, θ = 0.81 − 0.1 (0.81 + 0.9 · 1.71)
        Sgd nesterov = new Sgd(0.1, 0.9, 0, Convention.TORCH, true);
        assertThat(Quadratic.run(nesterov, 1)[0]).isCloseTo(0.81, within(1e-6));
        assertThat(Quadratic.run(nesterov, 1, 1)[0]).isCloseTo(0.5751, within(1e-6));
    }

    @Test
    void weightDecayEntersTheGradient() { // θ = 1 − 0.1 (1 + 0.5)
        assertThat(Quadratic.run(new Sgd(0.1, 0, 0.5, Convention.TORCH, false), 1)[0])
                .isCloseTo(0.85, within(1e-6));
    }

    @Test
    void manyStepsAreThoseOfTheFormula() {
        for (double momentum : new double[] {0, 0.9}) {
            requireEqual(new Sgd(0.01, momentum, 0.02, Convention.TORCH, false));
            requireEqual(new Sgd(0.01, momentum, 0.02, Convention.CAFFE, false));
        }
        requireEqual(new Sgd(0.01, 0.9, 0.02, Convention.TORCH, true));
    }

    /** Rounding of 100 steps in single precision, where the slowest of the three numbers grows sevenfold. */
    private static void requireEqual(Sgd sgd) {
        double[] factors = Quadratic.falling(100);
        double[] found = Quadratic.run(sgd, factors);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).as(sgd.toString()).isCloseTo(reference(sgd, i, factors), within(1e-5));
        }
    }

    /** The update of one number, in double precision. */
    private static double reference(Sgd sgd, int i, double[] factors) {
        boolean caffe = sgd.convention() == Convention.CAFFE;
        double theta = Quadratic.START[i];
        double v = 0;
        for (double factor : factors) {
            double rate = sgd.learningRate() * factor;
            double g = Quadratic.gradient(i, theta) + sgd.weightDecay() * theta;
            v = sgd.momentum() * v + (caffe ? rate * g : g);
            double direction = sgd.nesterov() ? g + sgd.momentum() * v : v;
            theta -= caffe ? v : rate * direction;
        }
        return theta;
    }

    @Test
    void badSettingsAreRefusedWithNameAndValue() {
        assertThatThrownBy(() -> Sgd.of(Double.NaN, 0)).hasMessageContaining("sgd.learningRate");
        assertThatThrownBy(() -> Sgd.of(0.1, 1)).hasMessage("sgd.momentum must be in [0, 1), got 1.0");
        assertThatThrownBy(() -> TORCH.withWeightDecay(Double.NaN)).hasMessageContaining("sgd.weightDecay");
        assertThatThrownBy(() -> new Sgd(0.1, 0, 0, Convention.TORCH, true)).hasMessageContaining("sgd.nesterov");
        assertThatThrownBy(() -> new Sgd(0.1, 0.9, 0, Convention.CAFFE, true)).hasMessageContaining("sgd.nesterov");
    }
}
