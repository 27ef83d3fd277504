package dev.dither.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Operations of recurrent and attention layers: products of batches of matrices, parts, gates. */
class MatricesTest {
    @AutoClose
    final Scope scope = Scope.open();

    private static Tensor counted(long... sizes) {
        Shape shape = Shape.of(sizes);
        double[] values = new double[Math.toIntExact(shape.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = i + 1;
        }
        return Tensor.of(values, shape);
    }

    @Test
    void productsAreOfEachExampleByItself() {
        Tensor a = counted(2, 1, 2);
        Tensor b = counted(2, 2, 1);
        assertThat(a.products(b).shape()).isEqualTo(Shape.of(2, 1, 1));
        assertThat(a.products(b).toDoubles()).containsExactly(1 + 2 * 2, 3 * 3 + 4 * 4);
    }

    @Test
    void productsHaveTheGradientOfProducts() { // of the sum: each entry of a gets the sum of a row of b
        Tensor a = counted(1, 2, 2).variable();
        Tensor b = counted(1, 2, 3);
        assertThat(Gradients.of(a.products(b).sum(), List.of(a)).get(0).toDoubles())
                .containsExactly(6, 15, 6, 15);
    }

    @Test
    void matricesThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> counted(2, 1, 2).products(counted(2, 3, 1)))
                .isInstanceOf(ShapeException.class)
                .hasMessage("products of matrices: expected [N, J, K] for [N, I, J] = [2, 1, 2], got [2, 3, 1]");
        assertThatThrownBy(() -> counted(2, 1, 2).products(counted(3, 2, 1))).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> counted(1, 2).products(counted(2, 2, 1))).isInstanceOf(ShapeException.class);
    }

    @Test
    void partsFollowEachOtherAndTheirGradientsToo() {
        Tensor x = counted(4, 2).variable();
        List<Tensor> parts = x.parts(0, 2);
        assertThat(parts.get(1).toDoubles()).containsExactly(5, 6, 7, 8);
        assertThat(Gradients.of(parts.get(1).square().sum(), List.of(x)).get(0).toDoubles())
                .containsExactly(0, 0, 0, 0, 10, 12, 14, 16);
        assertThatThrownBy(() -> x.parts(0, 3))
                .hasMessage("parts: expected a size along axis 0 that 3 divides, got [4, 2]");
    }

    @Test
    void spreadRepeatsAlongANewAxis() {
        Tensor x = counted(2, 2).variable();
        Tensor spread = x.spread(1, 3);
        assertThat(spread.shape()).isEqualTo(Shape.of(2, 3, 2));
        assertThat(spread.toDoubles()).containsExactly(1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4);
        assertThat(Gradients.of(spread.sum(), List.of(x)).get(0).toDoubles()).containsOnly(3);
    }

    @Test
    void transposedExchangesTheLastTwoAxes() {
        assertThat(counted(1, 2, 3).transposed().toDoubles()).containsExactly(1, 4, 2, 5, 3, 6);
    }

    @Test
    void softmaxAndSigmoidSurviveExtremes() {
        double[] p = Tensor.of(new double[] {1000, 1000, -1000, 0}, Shape.of(2, 2))
                .softmax()
                .toDoubles();
        assertThat(p).containsExactly(new double[] {0.5, 0.5, 0, 1}, within(1e-15));
        double[] s = Tensor.of(new double[] {-800, 0, Math.log(3), 800}, Shape.of(4))
                .sigmoid()
                .toDoubles();
        assertThat(s).containsExactly(new double[] {0, 0.5, 0.75, 1}, within(1e-15));
    }

    @Test
    void theGradientOfTheSigmoidIsItsSlope() { // s (1 − s), 3/16 at ln 3
        Tensor x = Tensor.of(new double[] {0, Math.log(3)}, Shape.of(2)).variable();
        double[] slopes = Gradients.of(x.sigmoid().sum(), List.of(x)).get(0).toDoubles();
        assertThat(slopes).containsExactly(new double[] {0.25, 0.1875}, within(1e-15));
    }
}
