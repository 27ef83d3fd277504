package dev.dither.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.nn.Network;
import dev.dither.objective.Batch;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import dev.dither.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThreatTest {
    private static final Threat SMALL = new Threat(Norm.LINF, 0.1, Bounds.UNIT);

    @Test
    void radiiThatAreNoneAreRefused() {
        for (double bad : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            for (Norm norm : Norm.values()) {
                assertThatThrownBy(() -> new Threat(norm, bad, Bounds.UNIT))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("threat.radius must be finite and >= 0, got " + bad);
            }
        }
    }

    @Test
    void radiiLargerThanTheBoxAreRefused() {
        assertThatThrownBy(() -> new Threat(Norm.LINF, 8, Bounds.UNIT))
                .hasMessage("threat.radius must be at most 1.0, the width of the bounds, got 8.0");
        assertThatThrownBy(() -> attempt(new Threat(Norm.L2, 2.1, Bounds.UNIT), 0.5f, 0))
                .hasMessage("threat.radius must be at most 2.0, the diameter of the bounds, got 2.1");
        assertThat(Threat.unlimited(Norm.L2, Bounds.UNIT, Shape.of(4)).radius()).isEqualTo(2);
    }

    @Test
    void boxesThatAreUnknownAreRefused() {
        assertThatThrownBy(() -> new Bounds(Double.NEGATIVE_INFINITY, 1)).hasMessageContaining("bounds.lower");
        assertThatThrownBy(() -> new Bounds(Double.NaN, 1)).hasMessageContaining("bounds.lower");
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new Bounds(0, bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("bounds.upper")
                    .hasMessageContaining(String.valueOf(bad));
        }
    }

    @Test
    void standardizedExamplesAreRefusedWithTheirRange() {
        for (float bad : new float[] {-0.25f, 1.5f, Float.NaN}) {
            assertThatThrownBy(() -> attempt(SMALL, bad, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("must lie in the bounds [0.0, 1.0]")
                    .hasMessageContaining(String.valueOf((double) bad))
                    .hasMessageContaining("give the bounds of the features");
        }
    }

    @Test
    void targetsThatAreLabelsOrTooFewAreRefused() {
        assertThatThrownBy(() -> aim(new Goal.Targeted(List.of(0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("target of example 0 must not be its label, got 0");
        assertThatThrownBy(() -> aim(new Goal.Targeted(List.of(1, 1))))
                .hasMessage("targets: expected one for each of 1 examples, got 2");
    }

    @Test
    void batchesOfAnotherShapeAreRefused() {
        try (Scope scope = Scope.open();
                Network network = Victims.linear()) {
            Batch wide = new Batch(Tensor.full(0.5, Shape.of(2, 5)), Tensor.ofLabels(new int[] {0, 0}));
            Batch unequal = new Batch(Tensor.full(0.5, Shape.of(2, 4)), Tensor.ofLabels(new int[] {0}));
            assertThatThrownBy(() -> of(network, wide, Goal.UNTARGETED, SMALL))
                    .isInstanceOf(ShapeException.class)
                    .hasMessage("attack: expected [N, 4], got [2, 5]");
            assertThatThrownBy(() -> of(network, unequal, Goal.UNTARGETED, SMALL))
                    .isInstanceOf(ShapeException.class)
                    .hasMessage("labels of attacked examples: expected [2], got [1]");
        }
    }

    @Test
    void projectedPointsAreInBallAndBox() {
        try (Scope scope = Scope.open()) {
            Tensor clean = Tensor.uniform(RandomKey.root(1), Shape.of(50, 6));
            for (Norm norm : Norm.values()) {
                Threat threat = new Threat(norm, 0.3, Bounds.UNIT);
                Tensor moved = threat.project(clean.plus(Tensor.normal(RandomKey.root(2), clean.shape())), clean);
                Bounds.UNIT.require(moved);
                assertThat(norm.lengths(moved.minus(clean)).greatest()).isBetween(0.2999, 0.3 + 1e-6);
            }
        }
    }

    @Test
    void randomTargetsAreEveryClassButTheLabel() {
        int[] labels = new int[3000];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 3;
        }
        List<Integer> targets = Goal.randomTargets(labels, 3, RandomKey.root(3)).targets();
        int next = 0;
        for (int i = 0; i < labels.length; i++) {
            assertThat(targets.get(i)).isNotEqualTo(labels[i]).isBetween(0, 2);
            next += targets.get(i) == (labels[i] + 1) % 3 ? 1 : 0;
        }
        // binomial(3000, 1/2), standard deviation 27: off by 110 for one of 20,000 seeds
        assertThat(next).isBetween(1390, 1610);
    }

    @Test
    void targetsOfAPartAreItsOwn() {
        Goal.Targeted all = new Goal.Targeted(List.of(5, 6, 7, 8));
        assertThat(all.part(1, 2)).isEqualTo(new Goal.Targeted(List.of(6, 7)));
        assertThatThrownBy(() -> all.part(3, 2)).hasMessageContaining("got 4 for 5");
    }

    private static void aim(Goal goal) {
        try (Scope scope = Scope.open()) {
            goal.aim(Victims.batch(new float[4], 0));
        }
    }

    private static void attempt(Threat threat, float value, int label) {
        try (Scope scope = Scope.open();
                Network network = Victims.linear()) {
            of(network, Victims.batch(new float[] {value, 0.5f, 0.5f, 0.5f}, label), Goal.UNTARGETED, threat);
        }
    }

    private static Attempt of(Network network, Batch batch, Goal goal, Threat threat) {
        return new Attempt(Oracle.mean(network), batch, goal, threat, Victims.ROOT);
    }
}
