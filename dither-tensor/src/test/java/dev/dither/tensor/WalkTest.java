package dev.dither.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rng.RandomKey;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Convolutions in single precision are recorded, those in double precision are the engine's: the same numbers are expected of both. */
class WalkTest {
    private static final Convolution WINDOW = new Convolution(1, 1, 1);
    private static final RandomKey KEY = RandomKey.root(11);

    @AutoClose
    final Scope scope = Scope.open();

    @AfterEach
    void close() {
        Engine.threads(Runtime.getRuntime().availableProcessors());
    }

    /** A scalar of x [2, 16, 6, 6] and of numbers v and w [16, 16, 3, 3]. */
    private interface Function {
        Tensor of(Tensor x, Tensor v, Tensor w);
    }

    private static Tensor[] variables() {
        Tensor[] all = {
            Tensor.normal(KEY.child("x"), Shape.of(2, 16, 6, 6)),
            Tensor.normal(KEY.child("v"), Shape.of(16, 16, 3, 3)).times(0.1),
            Tensor.normal(KEY.child("w"), Shape.of(16, 16, 3, 3)).times(0.1)
        };
        return Arrays.stream(all).map(t -> t.detach().variable()).toArray(Tensor[]::new);
    }

    private static void requireGradientsOfDoublePrecision(Function function) {
        Tensor[] single = variables();
        Tensor[] wide =
                Arrays.stream(single).map(t -> t.detach().toDouble().variable()).toArray(Tensor[]::new);
        List<Tensor> found = Gradients.of(function.of(single[0], single[1], single[2]), List.of(single));
        List<Tensor> expected = Gradients.of(function.of(wide[0], wide[1], wide[2]), List.of(wide));
        for (int i = 0; i < single.length; i++) {
            assertThat(found.get(i).toDoubles()).containsExactly(expected.get(i).toDoubles(), within(1e-4));
        }
    }

    @Test
    void computedWeightsOfSeveralConvolutionsHandTheirGradientsOn() {
        requireGradientsOfDoublePrecision((x, v, w) ->
                WINDOW.of(WINDOW.of(x, v.square()).tanh(), w.tanh()).square().mean());
    }

    @Test
    void whatEntersAConvolutionAndAPenaltyHasTheSumOfBothGradients() {
        requireGradientsOfDoublePrecision((x, v, w) -> {
            Tensor weights = v.square();
            Tensor h = WINDOW.of(x, weights);
            return WINDOW.of(h.tanh(), w).square().mean().plus(weights.mean()).plus(h.mean());
        });
    }

    @Test
    void weightsOfTwoConvolutionsHaveTheSumOfBothGradients() {
        requireGradientsOfDoublePrecision((x, v, w) -> WINDOW.of(
                        WINDOW.of(WINDOW.of(x, v).tanh(), w).tanh(), v)
                .square()
                .mean());
    }

    @Test
    void weightsThatAreAJunctionOfVariablesHandTheirGradientOn() {
        requireGradientsOfDoublePrecision((x, v, w) -> {
            Tensor meeting = v.junction();
            return WINDOW.of(WINDOW.of(x, meeting).tanh(), w)
                    .square()
                    .mean()
                    .plus(meeting.square().mean());
        });
    }

    @Test
    void computedWeightsOfTwoConvolutionsHaveTheSumOfBothGradients() {
        requireGradientsOfDoublePrecision((x, v, w) -> {
            Tensor weights = v.square().plus(w);
            return WINDOW.of(WINDOW.of(x, weights).tanh(), weights).square().mean();
        });
    }

    @Test
    void gradientsOfAllUsesOfAJunctionMeetThere() {
        requireGradientsOfDoublePrecision((x, v, w) -> {
            Tensor h = WINDOW.of(x.junction(), v).tanh().junction();
            assertThat(h.hasHistory()).isFalse();
            Tensor sum = h.plus(WINDOW.of(h, w).tanh()).junction();
            return sum.plus(WINDOW.of(sum, w)).square().mean().plus(h.mean());
        });
    }

    @Test
    void outsideGradientsAJunctionIsTheTensorItself() {
        Tensor x = Tensor.normal(KEY, Shape.of(3));
        assertThat(x.junction()).isSameAs(x);
        try (Gradients.Off off = Gradients.off()) {
            Tensor variable = x.detach().variable();
            assertThat(variable.junction()).isSameAs(variable);
        }
    }

    @Test
    void weightsThatAConvolutionGaveHandTheirGradientOn() {
        requireGradientsOfDoublePrecision(
                (x, v, w) -> WINDOW.of(x, WINDOW.of(v, w)).square().mean());
    }

    @Test
    void theOutputOfAConvolutionCanBeAVariable() {
        Tensor[] all = variables();
        Tensor h = WINDOW.of(all[0], all[1].square());
        Tensor scalar = WINDOW.of(h, all[2].square()).sum();
        List<Tensor> found = Gradients.of(scalar, List.of(h, all[1], h));
        double step = 1e-2;
        Tensor moved = WINDOW.of(h.detach().plus(step), all[2].square()).sum();
        double expected = (moved.item() - scalar.item()) / step;
        assertThat(found.get(0).sum().item()).isCloseTo(expected, within(1e-2 * Math.abs(expected)));
        assertThat(found.get(2).toFloats()).isEqualTo(found.get(0).toFloats());
        assertThat(found.get(1).norm()).isPositive();
    }

    @Test
    void whatLeavesAScopeHandsTheGradientOfComputedWeightsOn() {
        Tensor[] all = variables();
        Tensor kept;
        try (Scope inner = Scope.open()) {
            kept = inner.keep(WINDOW.of(all[0], all[1].square()));
        }
        float[] found =
                Gradients.of(kept.square().mean(), List.of(all[1])).get(0).toFloats();
        Tensor same = WINDOW.of(all[0], all[1].square());
        assertThat(found)
                .isEqualTo(Gradients.of(same.square().mean(), List.of(all[1]))
                        .get(0)
                        .toFloats());
    }

    @Test
    void aVariableThatNothingDependsOnIsRefused() {
        Tensor[] all = variables();
        Tensor scalar = WINDOW.of(all[0], all[1].square()).mean();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Gradients.of(scalar, List.of(all[2])))
                .withMessage("the scalar does not depend on the variable of shape [16, 16, 3, 3]");
    }

    @Test
    @Tag("determinism")
    void computedWeightsHaveEqualBitsForOneTwoAndThreeThreads() {
        float[] one = slopes(1);
        assertThat(slopes(2)).isEqualTo(one);
        assertThat(slopes(3)).isEqualTo(one);
    }

    private static float[] slopes(int threads) {
        Engine.threads(threads);
        Tensor x = Tensor.normal(KEY, Shape.of(32, 64, 16, 16));
        Tensor v = Tensor.normal(KEY, Shape.of(64, 64, 3, 3)).variable();
        return Gradients.of(WINDOW.of(x, v.square()).square().mean(), List.of(v))
                .get(0)
                .toFloats();
    }
}
