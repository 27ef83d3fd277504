package dev.dither.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dither.nn.Network;
import dev.dither.objective.Batch;
import dev.dither.tensor.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On a linear network the best perturbation is known: along the signs of the normal, or along the normal. */
class FastGradientSignTest {
    private static final double RADIUS = 0.1;
    private static final float[] INSIDE = {0.5f, 0.5f, 0.5f, 0.5f, 0.3f, 0.8f, 0.2f, 0.6f};

    @Test
    void theMaximumNormMovesEveryFeatureByTheRadius() {
        float[] moved = moved(Norm.LINF, INSIDE, Goal.UNTARGETED, 0, 1);
        for (int j = 0; j < 4; j++) {
            double sign = Math.signum(Victims.W[j]);
            // label 0 is left where w · x rises, label 1 where it falls
            assertThat((double) moved[j]).isCloseTo(INSIDE[j] + RADIUS * sign, within(1e-6));
            assertThat((double) moved[4 + j]).isCloseTo(INSIDE[4 + j] - RADIUS * sign, within(1e-6));
        }
    }

    @Test
    void theEuclideanNormMovesAlongTheNormal() {
        float[] moved = moved(Norm.L2, INSIDE, Goal.UNTARGETED, 0, 1);
        double length = Math.sqrt(4 + 1 + 0.25 + 16);
        for (int j = 0; j < 4; j++) {
            assertThat((double) moved[j]).isCloseTo(INSIDE[j] + RADIUS * Victims.W[j] / length, within(1e-6));
        }
    }

    @Test
    void targetsAreApproached() { // with two classes that is leaving the label
        assertThat(moved(Norm.LINF, INSIDE, new Goal.Targeted(List.of(1, 0)), 0, 1))
                .isEqualTo(moved(Norm.LINF, INSIDE, Goal.UNTARGETED, 0, 1));
        assertThat(moved(Norm.LINF, INSIDE, new Goal.Targeted(List.of(0, 1)), 1, 0))
                .isEqualTo(moved(Norm.LINF, INSIDE, Goal.UNTARGETED, 1, 0));
    }

    @Test
    void theBoxEndsTheStep() {
        float[] moved = moved(Norm.LINF, new float[] {0.95f, 0.05f, 1, 0}, Goal.UNTARGETED, 0);
        assertThat(moved).containsExactly(1, 0, 1, 0);
    }

    private static float[] moved(Norm norm, float[] x, Goal goal, int... labels) {
        try (Scope scope = Scope.open();
                Network network = Victims.linear()) {
            Batch batch = Victims.batch(x, labels);
            Threat threat = new Threat(norm, RADIUS, Bounds.UNIT);
            Attempt attempt = new Attempt(Oracle.mean(network), batch, goal, threat, Victims.ROOT);
            return new FastGradientSign().perturb(attempt).toFloats();
        }
    }
}
