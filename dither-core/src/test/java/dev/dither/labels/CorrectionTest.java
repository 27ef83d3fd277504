package dev.dither.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.objective.AsGiven;
import dev.dither.objective.LabelLoss;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import dev.dither.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class CorrectionTest {
    private static final ForwardCorrection FORWARD = new ForwardCorrection(LogitsCase.NOISE);
    private static final BackwardCorrection BACKWARD = new BackwardCorrection(LogitsCase.NOISE);

    @AutoClose
    final Scope scope = Scope.open();

    @Test
    void lossesAreThoseOfNumPy() { // the transposed matrix would give 1.1992 and 2.8126
        assertThat(LogitsCase.mean(FORWARD)).isCloseTo(1.344557067618739, within(1e-14));
        assertThat(LogitsCase.mean(BACKWARD)).isCloseTo(2.723111151874192, within(1e-13));
    }

    @Test
    void aRightLabelCanHaveANegativeBackwardLoss() { // fourth example of the case
        assertThat(LogitsCase.of(BACKWARD, 2, 0.7, 0.1, 1.9)).isCloseTo(-1.18953989, within(1e-8));
    }

    @Test
    void theExpectedBackwardLossOverTheNoiseIsThatOfTheTrueClass() {
        double[] logits = {0.4, -1.2, 2.2};
        for (int truth = 0; truth < 3; truth++) {
            double expected = 0;
            for (int given = 0; given < 3; given++) {
                expected += LogitsCase.NOISE.probability(truth, given) * LogitsCase.of(BACKWARD, given, logits);
            }
            assertThat(expected).isCloseTo(LogitsCase.of(new AsGiven(), truth, logits), within(1e-13));
        }
    }

    @Test
    void withoutNoiseOneExampleHasTheBitsOfCrossEntropy() {
        for (LabelLoss loss : corrections(TransitionMatrix.identity(3))) {
            for (int label = 0; label < 3; label++) {
                assertThat(LogitsCase.of(loss, label, 0.3, 7.1, -40.7))
                        .isEqualTo(LogitsCase.of(new AsGiven(), label, 0.3, 7.1, -40.7));
            }
        }
    }

    @Test
    void withoutNoiseABatchIsCrossEntropyToAFewRoundings() { // the order of the sum differs: 4 ulps of a float near 2
        Tensor logits = Tensor.normal(RandomKey.root(8), Shape.of(128, 10)).times(3);
        int[] given = new int[128];
        for (int i = 0; i < given.length; i++) {
            given[i] = 7 * i % 10;
        }
        Tensor labels = Tensor.ofLabels(given);
        double plain = new AsGiven().mean(logits.logSoftmax(), labels).item();
        for (LabelLoss loss : corrections(TransitionMatrix.identity(10))) {
            assertThat(loss.mean(logits.logSoftmax(), labels).item())
                    .isCloseTo(plain, within(4.0 * Math.ulp((float) plain)));
        }
    }

    @Test
    void withoutNoiseGradientsAreThoseOfCrossEntropy() {
        double[] plain = slopes(new AsGiven(), LogitsCase.logits(), LogitsCase.labels());
        for (LabelLoss loss : corrections(TransitionMatrix.identity(3))) {
            assertThat(slopes(loss, LogitsCase.logits(), LogitsCase.labels())).containsExactly(plain, within(1e-15));
        }
    }

    @Test
    void theForwardLossSurvivesVanishingProbabilities() { // p = (1, e⁻²⁰⁰⁰, e⁻³⁰⁰⁰), and T[0][2] = 0: 2000 − log 0.1
        assertThat(LogitsCase.of(FORWARD, 2, 0, -2000, -3000)).isCloseTo(2000 - Math.log(0.1), within(1e-9));
        Tensor logits = Tensor.of(new double[] {0, -2000, -3000}, Shape.of(1, 3));
        double[] slopes = slopes(FORWARD, logits, Tensor.ofLabels(new int[] {2}));
        assertThat(slopes).containsExactly(new double[] {1, -1, 0}, within(1e-12));
    }

    @Test
    void predictionsOfOtherClassesAreRefused() {
        for (LabelLoss loss : corrections(TransitionMatrix.identity(4))) {
            assertThatThrownBy(() -> LogitsCase.mean(loss))
                    .isInstanceOf(ShapeException.class)
                    .hasMessageContaining("correction: expected [N, 4], got [4, 3]");
        }
    }

    @Test
    void aLabelThatNoClassIsGivenIsRefused() {
        TransitionMatrix matrix = TransitionMatrix.of(new double[][] {{1, 0}, {1, 0}});
        assertThatThrownBy(() -> new ForwardCorrection(matrix))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("label 1 has probability 0 in every row");
    }

    @Test
    void correctionsOfEqualMatricesAreEqual() {
        TransitionMatrix other = TransitionMatrix.of(LogitsCase.NOISE.toArray());
        assertThat(new BackwardCorrection(other)).isEqualTo(BACKWARD).hasSameHashCodeAs(BACKWARD);
        assertThat(new ForwardCorrection(other)).isEqualTo(FORWARD);
        assertThat(new BackwardCorrection(TransitionMatrix.identity(3))).isNotEqualTo(BACKWARD);
    }

    private static List<LabelLoss> corrections(TransitionMatrix matrix) {
        return List.of(new ForwardCorrection(matrix), new BackwardCorrection(matrix));
    }

    private static double[] slopes(LabelLoss loss, Tensor logits, Tensor labels) {
        logits.variable();
        return Gradients.of(loss.mean(logits.logSoftmax(), labels), List.of(logits))
                .get(0)
                .toDoubles();
    }
}
