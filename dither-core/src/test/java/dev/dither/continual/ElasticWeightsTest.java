package dev.dither.continual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.continual.Consolidation.EachTask;
import dev.dither.continual.Consolidation.Factor;
import dev.dither.continual.Consolidation.Running;
import dev.dither.continual.Consolidation.Summing;
import dev.dither.nn.Parameters;
import dev.dither.nn.Trace;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ElasticWeightsTest {
    private static final Fisher FISHER = Fisher.of(Fisher.Labels.GIVEN, 10);
    private static final float[] FIRST = {1, -1, 0.5f};
    private static final float[] SECOND = {2, 1, -0.5f};
    private static final float[] IMPORTANCE = {3, 0, 1};
    private static final float[] LATER = {1, 2, 0};

    private final Scope scope = Scope.open();

    @AfterEach
    void close() {
        scope.close();
    }

    private static Parameters at(float... values) {
        return new Parameters(
                Map.of("0/weight", Tensor.of(values, Shape.of(values.length)).variable()));
    }

    private static Anchors one() {
        return Anchors.none().after(at(FIRST), Map.of("0/weight", IMPORTANCE), new EachTask());
    }

    private static Anchors two(Summing summing) {
        return one().after(at(SECOND), Map.of("0/weight", LATER), summing);
    }

    private static double value(Anchors anchors, Parameters parameters) {
        try (ElasticWeights elastic = new ElasticWeights(anchors, 1, parameters)) {
            return elastic.value(new Trace(), parameters).item();
        }
    }

    /** Σ F (θ − θ₁)² by the formula. */
    private static double direct(float[] importance, float[] anchor, float... theta) {
        double sum = 0;
        for (int i = 0; i < theta.length; i++) {
            sum += importance[i] * Math.pow(theta[i] - anchor[i], 2);
        }
        return sum;
    }

    @Test
    void thePenaltyIsTheSumOfImportantSquares() {
        // 3 · (2 − 1)² + 0 · … + 1 · (1.5 − 0.5)²
        assertThat(value(one(), at(2, 7, 1.5f))).isCloseTo(4, within(1e-6));
    }

    @Test
    void thePenaltyIsZeroAtTheAnchor() {
        assertThat(value(one(), at(FIRST))).isCloseTo(0, within(1e-12));
    }

    @Test
    void anAnchorForEachTaskIsTheirSumUpToAConstant() {
        float[] there = {0.3f, -2, 1};
        float[] here = {4, 0.5f, -1};
        double expected = direct(IMPORTANCE, FIRST, there)
                + direct(LATER, SECOND, there)
                - direct(IMPORTANCE, FIRST, here)
                - direct(LATER, SECOND, here);
        double found = value(two(new EachTask()), at(there)) - value(two(new EachTask()), at(here));
        assertThat(found).isCloseTo(expected, within(1e-4));
    }

    @Test
    void aRunningSumDecaysAroundTheNewestValues() {
        // importances 0.5 · 3 + 1, 0.5 · 0 + 2, 0.5 · 1 + 0, around the second task
        Anchors found = two(new Running(0.5));
        assertThat(found.importances().get("0/weight")).containsExactly(2.5f, 2, 0.5f);
        assertThat(found.centers().get("0/weight")).isEqualTo(SECOND);
    }

    @Test
    void offlineAndOnlineAreEqualForOneTask() {
        Anchors online = Anchors.none().after(at(FIRST), Map.of("0/weight", IMPORTANCE), new Running(0.5));
        assertThat(online.importances().get("0/weight"))
                .isEqualTo(one().importances().get("0/weight"));
        assertThat(online.centers().get("0/weight")).isEqualTo(one().centers().get("0/weight"));
    }

    @Test
    void theGradientIsADifferenceQuotient() {
        Parameters theta = at(0.3f, -2, 1);
        theta.all().get(0).widen();
        try (ElasticWeights elastic = new ElasticWeights(two(new EachTask()), 1, theta)) {
            double[] found = Gradients.of(elastic.value(new Trace(), theta), theta.all())
                    .get(0)
                    .toDoubles();
            double[] values = theta.all().get(0).toDoubles();
            for (int i = 0; i < values.length; i++) {
                double quotient =
                        (moved(elastic, theta, values, i, 1e-5) - moved(elastic, theta, values, i, -1e-5)) / 2e-5;
                assertThat(found[i]).isCloseTo(quotient, within(1e-6));
            }
            // 2 · F̄ (θ − θ̄) at the first number: 2 · (3 · (0.3 − 1) + 1 · (0.3 − 2))
            assertThat(found[0]).isCloseTo(-7.6, within(1e-5));
        }
    }

    private static double moved(ElasticWeights elastic, Parameters theta, double[] values, int i, double by) {
        double[] other = values.clone();
        other[i] += by;
        try (Gradients.Off off = Gradients.off()) {
            theta.all().get(0).assign(Tensor.of(other, Shape.of(other.length)));
            double value = elastic.value(new Trace(), theta).item();
            theta.all().get(0).assign(Tensor.of(values, Shape.of(values.length)));
            return value;
        }
    }

    @Test
    void theFactorIsTheWholeStrengthOrHalf() {
        assertThat(Consolidation.offline(30, FISHER).coefficient()).isEqualTo(30);
        assertThat(new Consolidation(30, Factor.HALF, new EachTask(), FISHER).coefficient())
                .isEqualTo(15);
    }

    @Test
    void aPenaltyBeforeAnyTaskIsRefused() {
        assertThatThrownBy(() -> new ElasticWeights(Anchors.none(), 1, at(FIRST)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("elastic weights need anchors, but no task is finished: learn one first");
    }

    @Test
    void anchorsOfAnotherNetworkAreRefused() {
        assertThatThrownBy(() -> new ElasticWeights(one(), 1, at(1, 2)))
                .hasMessage("anchors of another network: 0/weight has shape [2], got 3 values");
        Parameters other = new Parameters(Map.of("1/bias", Tensor.of(FIRST, Shape.of(3))));
        assertThatThrownBy(() -> new ElasticWeights(one(), 1, other))
                .hasMessage("anchors of another network: expected [1/bias], got [0/weight]");
        try (ElasticWeights elastic = new ElasticWeights(one(), 1, at(FIRST))) {
            assertThatThrownBy(() -> elastic.value(new Trace(), other))
                    .hasMessageContaining("anchors of another network");
        }
    }

    @Test
    void importancesThatAreAllZeroAreTold() {
        assertThatThrownBy(() -> Anchors.none().after(at(FIRST), Map.of("0/weight", new float[3]), new EachTask()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("all importances are 0")
                .message()
                .hasLineCount(1);
        float[] broken = {1, Float.NaN, 1};
        assertThatThrownBy(() -> Anchors.none().after(at(FIRST), Map.of("0/weight", broken), new EachTask()))
                .hasMessageContaining("an importance is not finite");
    }

    @Test
    void strengthsAndDecaysBeyondTheirRangeAreRefused() {
        for (double wrong : List.of(-1.0, Double.NaN, Double.POSITIVE_INFINITY)) {
            assertThatThrownBy(() -> Consolidation.offline(wrong, FISHER))
                    .hasMessage("ewc.strength must be finite and >= 0, got " + wrong);
        }
        assertThatThrownBy(() -> new Running(1.5)).hasMessage("ewc.decay must be in [0, 1], got 1.5");
    }
}
