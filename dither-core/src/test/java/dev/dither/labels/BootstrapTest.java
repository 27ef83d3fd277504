package dev.dither.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.labels.SoftBootstrap.Target;
import dev.dither.objective.AsGiven;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static final SoftBootstrap CONSTANT = new SoftBootstrap(0.95, Target.CONSTANT);

    @AutoClose
    final Scope scope = Scope.open();

    @Test
    void lossesAreThoseOfNumPy() { // −mean Σ target · log p with target 0.95 y + 0.05 p, and 0.8 y + 0.2
        // onehot(argmax p)
        assertThat(LogitsCase.mean(SoftBootstrap.DEFAULT)).isCloseTo(1.8930034467084482, within(1e-14));
        assertThat(LogitsCase.mean(HardBootstrap.DEFAULT)).isCloseTo(1.641731841529365, within(1e-14));
    }

    @Test
    void aConstantTargetChangesTheGradientAlone() {
        assertThat(LogitsCase.mean(CONSTANT)).isEqualTo(LogitsCase.mean(SoftBootstrap.DEFAULT));
        assertThat(slopes(CONSTANT)).isNotEqualTo(slopes(SoftBootstrap.DEFAULT));
    }

    @Test
    void theGradientOfAConstantTargetIsPredictionLessTarget() { // (p − target) / 4 by NumPy
        double[] expected = {
            0.18657929571495302,
            -0.2282107638482117,
            0.041631468133258714,
            -0.1625455145882066,
            0.10117797230043636,
            0.061367542287770215,
            0.00020612180753628128,
            0.226040008819495,
            -0.22624613062703125,
            0.04877869887190192,
            0.026770317534426345,
            -0.07554901640632827
        };
        assertThat(slopes(CONSTANT)).containsExactly(expected, within(1e-15));
    }

    @Test
    void trustInTheLabelsAloneIsCrossEntropy() {
        double plain = LogitsCase.mean(new AsGiven());
        assertThat(plain).isCloseTo(LogitsCase.CROSS_ENTROPY, within(1e-14));
        assertThat(LogitsCase.mean(new HardBootstrap(1))).isEqualTo(plain);
        assertThat(LogitsCase.mean(new SoftBootstrap(1, Target.DIFFERENTIATED))).isEqualTo(plain);
    }

    @Test
    void certaintyInAnotherClassStaysFinite() {
        assertThat(LogitsCase.of(SoftBootstrap.DEFAULT, 0, 0, 2000)).isCloseTo(0.95 * 2000, within(1e-9));
        assertThat(LogitsCase.of(HardBootstrap.DEFAULT, 0, 0, 2000)).isCloseTo(0.8 * 2000, within(1e-9));
    }

    @Test
    void ofEqualClassesTheFirstIsPredicted() {
        Tensor logits = Tensor.of(new double[] {1, 1, 0}, Shape.of(1, 3)).variable();
        Tensor loss = new HardBootstrap(0).mean(logits.logSoftmax(), Tensor.ofLabels(new int[] {2}));
        double[] slopes = Gradients.of(loss, List.of(logits)).get(0).toDoubles();
        assertThat(slopes[0]).isNegative();
        assertThat(slopes[1]).isPositive();
    }

    @Test
    void weightsOutsideTheirRangeAreRefused() {
        for (double bad : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> new HardBootstrap(bad))
                    .hasMessage("hardBootstrap.beta must be in [0, 1], got " + bad);
            assertThatThrownBy(() -> new SoftBootstrap(bad, Target.CONSTANT))
                    .hasMessage("softBootstrap.beta must be in [0, 1], got " + bad);
        }
    }

    private static double[] slopes(SoftBootstrap loss) {
        Tensor logits = LogitsCase.logits().variable();
        Tensor value = loss.mean(logits.logSoftmax(), LogitsCase.labels());
        return Gradients.of(value, List.of(logits)).get(0).toDoubles();
    }
}
