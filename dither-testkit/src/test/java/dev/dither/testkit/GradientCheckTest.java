package dev.dither.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class GradientCheckTest {
    private Scope scope;

    @BeforeEach
    void open() {
        scope = Scope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    /** tanh ∘ softplus, weighted, on up to 20 numbers. */
    @RandomCases(50)
    void smoothFunctionsPassAndAnErrorOfOnePartInTenThousandDoesNot(RandomKey key) {
        Shape shape = Shape.of(1 + key.generator().nextInt(20));
        Tensor x = Tensor.normal(key.child("x"), shape).toDouble();
        Tensor w = Tensor.normal(key.child("w"), shape).toDouble();
        Map<String, Tensor> variables = Map.of("x", x);
        GradientCheck.of(() -> x.softplus().tanh().times(w).sum(), variables).run(key);
        assertThatThrownBy(() -> GradientCheck.of(() -> wrong(x, w), variables).run(key))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("gradient of x");
    }

    private static Tensor wrong(Tensor x, Tensor w) {
        Tensor value = x.softplus().tanh().times(w).sum();
        return value.times(1 - 1e-4).plus(value.detach().times(1e-4));
    }

    @Test
    void aMissingPartOfAVariableIsNoticed() {
        Tensor x = Tensor.of(new double[] {1, 2, 3}, Shape.of(3));
        assertThatThrownBy(() -> GradientCheck.of(
                                () -> x.narrow(0, 0, 2)
                                        .exp()
                                        .sum()
                                        .plus(x.narrow(0, 2, 1).detach().exp().sum()),
                                Map.of("x", x))
                        .run(RandomKey.root(7)))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void variablesAreLeftAsTheyWere() {
        Tensor x = Tensor.of(new double[] {1, 2, 3}, Shape.of(3));
        GradientCheck.of(() -> x.exp().sum(), Map.of("x", x)).run(RandomKey.root(8));
        assertThat(x.toDoubles()).containsExactly(1, 2, 3);
    }

    @Test
    void aConstantDirectionPasses() {
        Tensor x = Tensor.of(new double[] {1, 2}, Shape.of(2));
        Tensor zero = Tensor.of(new double[] {0, 0}, Shape.of(2));
        assertThatCode(() -> GradientCheck.of(() -> x.times(zero).sum().plus(3), Map.of("x", x))
                        .run(RandomKey.root(9)))
                .doesNotThrowAnyException();
    }
}
