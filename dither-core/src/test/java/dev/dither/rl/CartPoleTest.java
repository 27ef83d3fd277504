package dev.dither.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rl.Environment.Step;
import dev.dither.rl.Environment.Trial;
import dev.dither.rng.RandomKey;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CartPoleTest {
    private static final RandomKey KEY = RandomKey.root(3);

    private static CartPole.State state(double[] start) {
        return new CartPole.State(start[0], start[1], start[2], start[3]);
    }

    static List<Trajectories.Case> trajectories() {
        return Trajectories.read("cart-pole.csv");
    }

    @ParameterizedTest
    @MethodSource("trajectories")
    void statesAreThoseOfTheEquationsOfMotion(Trajectories.Case expected) {
        CartPole.State state = state(expected.start());
        for (Trajectories.Point point : expected.points()) {
            assertThat(state.step(point.action())).isEqualTo(new Step(1, point.ended()));
            // the pole is unstable: rounding grows by e^(4 s · 4 / s), about 10⁷, in the longest case
            assertThat(state.toArray()).containsExactly(point.state(), within(1e-8));
        }
    }

    @Test
    void trajectoriesEndByTheAngleByTheTrackAndNotAtAll() {
        List<double[]> last = trajectories().stream()
                .map(c -> c.points().get(c.points().size() - 1).state())
                .toList();
        assertThat(last).anyMatch(s -> s[2] > CartPole.LARGEST_ANGLE).anyMatch(s -> s[2] < -CartPole.LARGEST_ANGLE);
        assertThat(last).anyMatch(s -> s[0] > CartPole.LARGEST_POSITION);
        assertThat(trajectories()).anyMatch(c -> c.points().stream().noneMatch(Trajectories.Point::ended));
    }

    @Test
    void aMirroredTrialStaysTheMirrorImage() {
        CartPole.State state = new CartPole.State(0.02, -0.4, 0.03, 0.2);
        CartPole.State mirror = new CartPole.State(-0.02, 0.4, -0.03, -0.2);
        for (int i = 0; i < 12; i++) {
            int action = i % 3 == 0 ? 0 : 1;
            assertThat(mirror.step(1 - action)).isEqualTo(state.step(action));
            double[] negated = mirror.toArray();
            for (int k = 0; k < 4; k++) {
                negated[k] = -negated[k];
            }
            assertThat(negated).isEqualTo(state.toArray());
        }
    }

    @Test
    void positionsMoveByOldVelocities() {
        CartPole.State state = new CartPole.State(0, 0.5, 0, -0.25);
        state.step(1);
        assertThat(state.toArray()[0]).isEqualTo(0.02 * 0.5);
        assertThat(state.toArray()[2]).isEqualTo(0.02 * -0.25);
    }

    @Test
    void theObservationIsTheState() {
        CartPole.State state = new CartPole.State(1, 2, 0.125, -4);
        float[] seen = new float[4];
        state.observe(seen);
        assertThat(seen).containsExactly(1, 2, 0.125f, -4);
    }

    /** 4000 starts: each mean is off by more than 4 of its standard errors with probability 6 · 10⁻⁵. */
    @Test
    @Tag("statistical")
    void startsAreUniformOnATwentiethAroundZero() {
        double[][] starts = Starts.of(CartPole.V0, KEY, 4000);
        for (double[] component : starts) {
            assertThat(Starts.outside(component, 0.05)).isZero();
            assertThat(Starts.errorsOfMean(component, 0.05, 0)).isLessThan(4);
            assertThat(Starts.errorsOfSquare(component, 0.05)).isLessThan(4);
            // teeth: a start shifted by 5 % of its range, or 5 % wider
            assertThat(Starts.errorsOfMean(component, 0.05, 0.005)).isGreaterThan(4);
            assertThat(Starts.errorsOfSquare(component, 0.0525)).isGreaterThan(4);
        }
    }

    @Test
    @Tag("determinism")
    void equalKeysStartEquallyAndOthersElsewhere() {
        assertThat(Starts.observed(CartPole.V0, KEY)).isEqualTo(Starts.observed(CartPole.V0, KEY));
        assertThat(Starts.observed(CartPole.V0, KEY)).isNotEqualTo(Starts.observed(CartPole.V0, KEY.child("other")));
    }

    @Test
    void anActionThatDoesNotExistIsRefused() {
        Trial trial = CartPole.V0.start(KEY);
        assertThatThrownBy(() -> trial.step(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("action must be between 0 and 1, got 2");
        assertThatThrownBy(() -> trial.step(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLimitOfNoStepsIsRefused() {
        assertThatThrownBy(() -> new CartPole(0)).hasMessageStartingWith("cart-pole.stepLimit must be positive");
    }
}
