package dev.dither.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many elements in single precision are differentiated here, those in double precision by the engine: the same numbers are expected. */
class SoftplusTest {
    private static final Shape MANY = Shape.of(2, 40_000);

    @AutoClose
    final Scope scope = Scope.open();

    /** Numbers to about ± 80. */
    private static Tensor numbers(double spread) {
        return Tensor.normal(RandomKey.root(3), MANY).times(spread);
    }

    private static Tensor slopes(Tensor x, UnaryOperator<Tensor> function) {
        Tensor variable = x.variable();
        Tensor weights = Tensor.normal(RandomKey.root(4), MANY).like(x);
        return Gradients.of(function.apply(variable).times(weights).sum(), List.of(variable))
                .get(0);
    }

    private static void requireSlopesOfDoublePrecision(double spread, UnaryOperator<Tensor> function) {
        Tensor x = numbers(spread);
        double[] found = slopes(x.detach(), function).toDoubles();
        assertThat(found).containsExactly(slopes(x.toDouble(), function).toDoubles(), within(2e-5));
    }

    @Test
    void theGradientOfTheValueIsThatOfDoublePrecision() {
        requireSlopesOfDoublePrecision(2, Tensor::softplus);
        requireSlopesOfDoublePrecision(15, Tensor::softplus);
    }

    @Test
    void theGradientOfTheLogarithmIsThatOfDoublePrecision() {
        requireSlopesOfDoublePrecision(2, Tensor::logSoftplus);
        requireSlopesOfDoublePrecision(15, Tensor::logSoftplus);
    }

    @Test
    void gradientsOfBothAreAdded() {
        requireSlopesOfDoublePrecision(3, x -> {
            Softplus both = Softplus.of(x);
            return both.value().plus(both.log().tanh());
        });
    }

    @Test
    void beyondTheBoundsOfSinglePrecisionTheEngineDifferentiates() {
        requireSlopesOfDoublePrecision(60, Tensor::softplus);
        requireSlopesOfDoublePrecision(60, Tensor::logSoftplus);
    }

    @Test
    void partsOfAVariableHandTheirGradientsOn() {
        Tensor x = numbers(2).variable();
        UnaryOperator<Tensor> function = y -> {
            List<Tensor> halves = y.halves(1);
            return halves.get(0).times(halves.get(1).softplus()).square().mean();
        };
        Tensor wide = x.detach().toDouble().variable();
        assertThat(Gradients.of(function.apply(x), List.of(x)).get(0).toDoubles())
                .containsExactly(
                        Gradients.of(function.apply(wide), List.of(wide)).get(0).toDoubles(), within(1e-8));
        Tensor oneHalf = x.halves(1).get(1).sum();
        assertThat(Gradients.of(oneHalf, List.of(x)).get(0).sum().item()).isEqualTo(40_000);
    }

    @Test
    @Tag("determinism")
    void anyNumberOfThreadsGivesTheSameBits() {
        UnaryOperator<Tensor> function =
                x -> Softplus.of(x).value().plus(Softplus.of(x).log());
        AnyThreads.requireSameBits(
                () -> List.of(slopes(numbers(3).detach(), function).toFloats()));
    }
}
