package dev.dither.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TensorTest {
    @AutoClose
    final Scope scope = Scope.open();

    @Test
    void logSoftplusSurvivesExtremes() { // eˣ / 2 is what the border at −20 may leave out: 1e-9
        double[] x = {-800, -30, -20.5, -19.5, -5, 0, 5, 30, 800};
        double[] found = vector(x).logSoftplus().toDoubles();
        for (int i = 0; i < x.length; i++) {
            assertThat(found[i]).isCloseTo(logSoftplus(x[i]), within(2e-9 * Math.max(1, Math.abs(found[i]))));
        }
    }

    @Test
    void logSoftplusSurvivesExtremesInSinglePrecision() {
        float[] x = {-800, -30, 0, 30, 800};
        float[] found = Tensor.of(x, Shape.of(5)).logSoftplus().toFloats();
        for (int i = 0; i < x.length; i++) {
            assertThat((double) found[i]).isCloseTo(logSoftplus(x[i]), within(1e-6 * Math.max(1, Math.abs(x[i]))));
        }
    }

    @Test
    void gradientOfLogSoftplusIsTheDifferenceQuotient() {
        double[] x = {-800, -30, -15, -5, -0.3, 0, 2, 7};
        double[] gradient = gradient(x, Tensor::logSoftplus);
        requireClose(gradient, differences(x, Tensor::logSoftplus));
        assertThat(gradient[0]).isEqualTo(1);
    }

    @Test
    void gradientOfADrawnActivationIsTheDifferenceQuotient() {
        double[] eps = {0.7, -1.3, 2.1, 0.4};
        double[] mean = {1.0, -0.5, 0.2, -3.0};
        double[] rho = {-2.0, 0.5, 1.5, -1.0};
        UnaryOperator<Tensor> inRho =
                t -> vector(mean).plusProduct(t.softplus(), vector(eps)).relu();
        UnaryOperator<Tensor> inMean =
                t -> t.plusProduct(vector(rho).softplus(), vector(eps)).relu();
        requireClose(gradient(rho, inRho), differences(rho, inRho));
        requireClose(gradient(mean, inMean), differences(mean, inMean));
        assertThat(gradient(mean, inMean)).containsExactly(1, 0, 1, 0);
    }

    @Test
    void aSumWithAFactorIsOnePass() { // 1 + 0.5 · 4, −2 + 0.5 · 8
        Tensor sum = vector(1, -2).plus(vector(4, 8), 0.5);
        assertThat(sum.toDoubles()).containsExactly(3, 2);
    }

    @Test
    void exchangedTensorsHaveEachOthersNumbersAndWhatWasComputedBeforeKeepsItsOwn() {
        Tensor variable = vector(3, -5).variable();
        Tensor other = vector(7, 11);
        Tensor squares = variable.times(variable);
        variable.exchange(other);
        assertThat(variable.toDoubles()).containsExactly(7, 11);
        assertThat(other.toDoubles()).containsExactly(3, -5);
        Tensor now = variable.times(variable).sum();
        assertThat(Gradients.of(now, List.of(variable)).get(0).toDoubles()).containsExactly(14, 22);
        assertThat(squares.toDoubles()).containsExactly(9, 25);
        variable.exchange(other);
        assertThat(variable.toDoubles()).containsExactly(3, -5);
    }

    @Test
    void elementWiseOperationsRefuseUnequalShapes() {
        Tensor matrix = Tensor.full(1, Shape.of(2, 3));
        List<BinaryOperator<Tensor>> operations = List.of(
                Tensor::plus,
                Tensor::minus,
                Tensor::times,
                (a, b) -> a.plusProduct(a, b),
                (a, b) -> a.plus(b, 2),
                (a, b) -> {
                    a.exchange(b);
                    return a;
                },
                (a, b) -> {
                    a.assign(b);
                    return a;
                });
        for (Shape other : List.of(Shape.of(3), Shape.of(1, 3), Shape.of(3, 2), Shape.of())) {
            Tensor unequal = Tensor.full(1, other);
            for (BinaryOperator<Tensor> operation : operations) {
                assertThatThrownBy(() -> operation.apply(matrix, unequal))
                        .isInstanceOf(ShapeException.class)
                        .hasMessageContaining("[2, 3]")
                        .hasMessageContaining(other.toString());
            }
        }
    }

    @Test
    void valuesOfAnotherNumberThanTheShapeAreRefused() {
        assertThatThrownBy(() -> Tensor.of(new float[5], Shape.of(2, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shape [2, 3] needs 6 values, got 5");
    }

    @Test
    void floatsComeBackAsTheyWentIn() {
        float[] values = {0, -1.5f, Float.MAX_VALUE, Float.MIN_NORMAL, Float.NaN, Float.NEGATIVE_INFINITY};
        Tensor tensor = Tensor.of(values, Shape.of(2, 3));
        assertThat(tensor.toFloats()).isEqualTo(values);
        assertThat(tensor.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(tensor.narrow(1, 1, 2).toFloats()).containsExactly(values[1], values[2], values[4], values[5]);
        assertThat(tensor.finite()).isFalse();
    }

    @Test
    void keptTensorsSurviveTheirScope() {
        Tensor kept;
        try (Scope inner = Scope.open()) {
            kept = inner.keep(Tensor.full(3, Shape.of(4)).plus(1));
        }
        churn();
        assertThat(kept.toFloats()).containsExactly(4, 4, 4, 4);
    }

    @Test
    void ownedTensorsSurviveEveryScope() {
        Tensor owned;
        try (Scope inner = Scope.open()) {
            owned = Tensor.full(3, Shape.of(2)).owned();
        }
        churn();
        assertThat(owned.toFloats()).containsExactly(3, 3);
        owned.release();
    }

    @Test
    void widenedTensorsStayTheSameVariables() {
        Tensor owned;
        try (Scope inner = Scope.open()) {
            owned = Tensor.full(3, Shape.of(2)).owned().variable();
            owned.widen();
        }
        churn();
        // 1e-9 would vanish beside 3 in single precision
        double[] sum = owned.plus(1e-9).toDoubles();
        assertThat(sum[0]).isCloseTo(3 + 1e-9, within(1e-12));
        assertThat(Gradients.of(owned.times(owned).sum(), List.of(owned)).get(0).toDoubles())
                .containsExactly(6, 6);
        owned.release();
    }

    @Test
    void shapeErrorsTellTheirPathFromOutside() {
        ShapeException inner = new ShapeException("dense", "[N, 4]", Shape.of(2, 6));
        assertThat(inner.in("0").in("body")).hasMessage("body/0/dense: expected [N, 4], got [2, 6]");
    }

    @Test
    void closedScopesKeepNothing() {
        Scope inner = Scope.open();
        inner.close();
        Tensor tensor = Tensor.full(1, Shape.of(1));
        assertThatThrownBy(() -> inner.keep(tensor))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void normalsAreThoseOfTheKey() {
        float[] expected = new float[6];
        RandomKey.root(9).fillNormal(expected);
        assertThat(Tensor.normal(RandomKey.root(9), Shape.of(2, 3)).toFloats()).isEqualTo(expected);
    }

    @Test
    void sumsOfExponentialsSurviveLargeAndMissingSummands() { // log(e⁸⁰⁰ + e⁷⁹⁹) = 800 + log(1 + 1/e)
        double gone = Double.NEGATIVE_INFINITY;
        double[] values = {800, 799, gone, -3, gone, gone};
        Tensor x = Tensor.of(values, Shape.of(2, 3)).variable();
        Tensor sums = x.logSumExp();
        assertThat(sums.shape()).isEqualTo(Shape.of(2));
        assertThat(sums.toDoubles()[0]).isCloseTo(800 + Math.log1p(Math.exp(-1)), within(1e-12));
        assertThat(sums.toDoubles()[1]).isEqualTo(-3);
        double[] softmax = Gradients.of(sums.sum(), List.of(x)).get(0).toDoubles();
        double first = 1 / (1 + Math.exp(-1));
        assertThat(softmax).containsExactly(new double[] {first, 1 - first, 0, 1, 0, 0}, within(1e-12));
    }

    @Test
    void theLargestEntryIsTheFirstOfEquals() {
        Tensor matrix = Tensor.of(new float[] {1, 3, 3, 2, 0, -1}, Shape.of(2, 3));
        assertThat(matrix.argmax().toFloats()).containsExactly(1, 0);
    }

    @Test
    void rowsComeInTheOrderAskedFor() {
        Tensor matrix = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, Shape.of(3, 2));
        Tensor rows = matrix.rows(Tensor.ofLabels(new int[] {2, 0, 2, 1}));
        assertThat(rows.shape()).isEqualTo(Shape.of(4, 2));
        assertThat(rows.toFloats()).containsExactly(5, 6, 1, 2, 5, 6, 3, 4);
    }

    @Test
    void inversesAreThoseComputedByHand() { // the determinant of the first is 0.5, of the second 0
        Tensor regular = Tensor.of(new double[] {0.8, 0.2, 0.3, 0.7}, Shape.of(2, 2));
        assertThat(regular.inverse().toDoubles()).containsExactly(new double[] {1.4, -0.4, -0.6, 1.6}, within(1e-12));
        assertThat(Tensor.of(new double[] {1, 2, 2, 4}, Shape.of(2, 2))
                        .inverse()
                        .toDoubles())
                .containsOnly(Double.NaN);
    }

    @Test
    void gradientsAreOfScalarsOnly() {
        Tensor x = vector(1, 2).variable();
        assertThatThrownBy(() -> Gradients.of(x.times(2), List.of(x)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[2]");
    }

    @Test
    void rowsArePickedRepeatedAndOverwritten() {
        Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, Shape.of(3, 2));
        assertThat(x.rows(new int[] {2, 0}).toFloats()).containsExactly(5, 6, 1, 2);
        assertThat(x.repeated(2).toFloats()).containsExactly(1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6);
        x.assignRows(new int[] {2, 0}, Tensor.of(new float[] {-5, -6, -1, -2}, Shape.of(2, 2)));
        assertThat(x.toFloats()).containsExactly(-1, -2, 3, 4, -5, -6);
    }

    @Test
    void examplesAreScaledAndMeasuredWhole() {
        Tensor x = Tensor.of(new float[] {1, -2, 3, -4, 2, 0.5f, 1, 1}, Shape.of(2, 2, 2));
        assertThat(x.squares().toFloats()).containsExactly(30, 6.25f);
        assertThat(x.magnitudes().toFloats()).containsExactly(4, 2);
        Tensor factors = Tensor.of(new float[] {2, -1}, Shape.of(2));
        assertThat(x.timesEach(factors).toFloats()).containsExactly(2, -4, 6, -8, -2, -0.5f, -1, -1);
        assertThatThrownBy(() -> x.timesEach(Tensor.full(1, Shape.of(3))))
                .isInstanceOf(ShapeException.class)
                .hasMessage("factor of each example: expected [2], got [3]");
    }

    @Test
    void everyUnitGetsASummandOfItsOwn() {
        Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, Shape.of(2, 2, 2));
        Tensor summands = Tensor.of(new float[] {10, -10}, Shape.of(2));
        assertThat(x.plusUnits(summands).toFloats()).containsExactly(11, 12, -7, -6, 15, 16, -3, -2);
        assertThatThrownBy(() -> x.plusUnits(Tensor.full(1, Shape.of(1))))
                .isInstanceOf(ShapeException.class)
                .hasMessage("summand of each unit: expected [2], got [1]");
    }

    @Test
    void labelsPickTheirColumnAndTheGreatestOther() {
        double[] values = {3, 1, 2, -5, -4, -6};
        Tensor x = Tensor.of(values, Shape.of(2, 3));
        Tensor labels = Tensor.ofLabels(new int[] {0, 2});
        assertThat(x.picked(labels).toDoubles()).containsExactly(3, -6);
        assertThat(x.greatestOther(labels).toDoubles()).containsExactly(2, -4);
        double[] gradient = gradient(values, t -> t.reshape(Shape.of(2, 3)).greatestOther(labels));
        assertThat(gradient).containsExactly(0, 0, 1, 0, 1, 0);
    }

    @Test
    void logarithmsOfMeansSurviveExtremes() { // log((e^-800 + e^-801) / 2)
        Tensor x = Tensor.of(new double[] {-800, 3, -801, 3}, Shape.of(2, 2));
        double[] found = x.logMeanExp().toDoubles();
        assertThat(found[0]).isCloseTo(-800 + Math.log1p(Math.exp(-1)) - Math.log(2), within(1e-12));
        assertThat(found[1]).isCloseTo(3, within(1e-12));
    }

    @Test
    void elementsAreSignedClampedAndInverted() {
        Tensor x = Tensor.of(new float[] {-4, 0, 0.5f}, Shape.of(3));
        assertThat(x.sign().toFloats()).containsExactly(-1, 0, 1);
        assertThat(x.clamp(-1, 0.25).toFloats()).containsExactly(-1, 0, 0.25f);
        assertThat(x.reciprocal().toFloats()[0]).isEqualTo(-0.25f);
        assertThat(x.times(x).sqrt().toFloats()).containsExactly(4, 0, 0.5f);
        assertThat(x.tanh().atanh().toFloats()[2]).isCloseTo(0.5f, within(1e-6f));
        assertThat(List.of(x.least(), x.greatest())).containsExactly(-4.0, 0.5);
    }

    @Test
    void clampedVariablesHaveNoGradientBeyondTheBounds() {
        Tensor some = Tensor.of(new float[] {-2, 0.5f, 1}, Shape.of(3)).variable();
        Tensor sum = some.clamp(-1, 1).square().sum();
        assertThat(Gradients.of(sum, List.of(some)).get(0).toFloats()).containsExactly(0, 1, 2);
        Tensor none = Tensor.of(new float[] {-1, 0.5f, 1}, Shape.of(3)).variable();
        assertThat(none.clamp(-1, 1)).isSameAs(none);
        Tensor unknown = Tensor.of(new float[] {Float.NaN, 2}, Shape.of(2)).variable();
        assertThat(unknown.clamp(-1, 1).toFloats()).containsExactly(Float.NaN, 1);
    }

    @Test
    void halfOfAGradientCanBeHandedOn() {
        Tensor x = Tensor.of(new float[] {-2, 1e-30f, 3e30f}, Shape.of(3)).variable();
        assertThat(x.withHalfGradient().toFloats()).isEqualTo(x.toFloats());
        assertThat(Gradients.of(x.withHalfGradient().sum(), List.of(x)).get(0).toFloats())
                .containsExactly(0.5f, 0.5f, 0.5f);
    }

    private static void churn() {
        try (Scope inner = Scope.open()) {
            for (int i = 0; i < 100; i++) {
                Tensor.full(-1, Shape.of(4));
            }
        }
    }

    private static double logSoftplus(double r) {
        return r < -30 ? r : Math.log(Math.log1p(Math.exp(-Math.abs(r))) + Math.max(r, 0));
    }

    private static Tensor vector(double... values) {
        return Tensor.of(values, Shape.of(values.length));
    }

    private static double[] gradient(double[] at, UnaryOperator<Tensor> f) {
        Tensor x = vector(at).variable();
        return Gradients.of(f.apply(x).sum(), List.of(x)).get(0).toDoubles();
    }

    @Test
    void selectTakesEntriesAlongAnAxisInTheirOrder() {
        Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, Shape.of(2, 3));
        assertThat(x.select(1, new int[] {2, 0}).toFloats()).containsExactly(3, 1, 6, 4);
        assertThat(x.select(0, new int[] {1}).toFloats()).containsExactly(4, 5, 6);
    }

    /** Central differences of an element-wise function. */
    private static double[] differences(double[] at, UnaryOperator<Tensor> f) {
        double h = 1e-5;
        double[] above = f.apply(vector(at).plus(h)).toDoubles();
        double[] below = f.apply(vector(at).plus(-h)).toDoubles();
        double[] slopes = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            slopes[i] = (above[i] - below[i]) / (2 * h);
        }
        return slopes;
    }

    private static void requireClose(double[] found, double[] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(1e-6 * Math.max(1e-3, Math.abs(expected[i]))));
        }
    }
}
