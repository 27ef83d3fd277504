package dev.dither.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.rl.Environment.Step;
import dev.dither.rng.RandomKey;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AcrobotTest {
    private static final RandomKey KEY = RandomKey.root(4);

    static List<Trajectories.Case> trajectories() {
        return Trajectories.read("acrobot.csv");
    }

    @ParameterizedTest
    @MethodSource("trajectories")
    void statesAreThoseOfTheEquationsOfMotion(Trajectories.Case expected) {
        double[] s = expected.start();
        Acrobot.State state = new Acrobot.State(s[0], s[1], s[2], s[3]);
        for (Trajectories.Point point : expected.points()) {
            assertThat(state.step(point.action())).isEqualTo(new Step(point.ended() ? 0 : -1, point.ended()));
            // rounding grows where the links go over the top, in the case that ends
            assertThat(state.toArray()).containsExactly(point.state(), within(1e-9));
        }
    }

    @Test
    void trajectoriesReachTheLimitsOfBothVelocitiesTheWrapAndTheEnd() {
        List<Trajectories.Point> points =
                trajectories().stream().flatMap(c -> c.points().stream()).toList();
        assertThat(points).anyMatch(p -> Math.abs(p.state()[2]) == 4 * Math.PI);
        assertThat(points).anyMatch(p -> Math.abs(p.state()[3]) == 9 * Math.PI);
        assertThat(points).anyMatch(Trajectories.Point::ended);
    }

    @Test
    void anglesAreTakenToTheCircle() {
        Acrobot.State state = new Acrobot.State(3.1, -3.1, 3, -3);
        state.step(1);
        assertThat(state.toArray()[0]).isBetween(-Math.PI, -2.0);
        assertThat(state.toArray()[1]).isBetween(2.0, Math.PI);
    }

    @Test
    void theObservationHasCosinesSinesAndVelocities() {
        float[] seen = new float[6];
        new Acrobot.State(Math.PI / 2, Math.PI, 0.5, -0.25).observe(seen);
        assertThat(seen).containsExactly(new float[] {0, 1, -1, 0, 0.5f, -0.25f}, within(1e-6f));
    }

    @Test
    void withoutTorqueEnergyIsNearlyKeptInShortSteps() {
        // the error of a step is of fifth order: over the same time, half the step leaves about a sixteenth
        double coarse = drift(0.01);
        double fine = drift(0.005);
        assertThat(coarse).isLessThan(1e-5);
        assertThat(fine).isLessThan(coarse / 8);
    }

    @Test
    void torqueDoesWorkOnTheLowerJoint() {
        DoublePendulum pendulum = new DoublePendulum(0.5, -0.3, 0, 0);
        double before = energy(pendulum.state());
        double bend = pendulum.state()[1];
        for (int i = 0; i < 1000; i++) {
            pendulum.advance(1, 0.001);
        }
        assertThat(energy(pendulum.state()) - before).isCloseTo(pendulum.state()[1] - bend, within(1e-9));
    }

    /** Returns how much energy has changed after 5 seconds of wide swings. */
    private static double drift(double seconds) {
        DoublePendulum pendulum = new DoublePendulum(1.5, -0.8, 0.5, 1);
        double before = energy(pendulum.state());
        for (int i = 0; i < Math.round(5 / seconds); i++) {
            pendulum.advance(0, seconds);
        }
        return Math.abs(energy(pendulum.state()) - before);
    }

    /** Sum over both links of ½ m v² + ½ I ω² + m g y, from the velocities of their centers. */
    private static double energy(double[] s) {
        double whole = s[0] + s[1];
        double rate = s[2] + s[3];
        double vx = s[2] * Math.cos(s[0]) + 0.5 * rate * Math.cos(whole);
        double vy = s[2] * Math.sin(s[0]) + 0.5 * rate * Math.sin(whole);
        double kinetic = 0.5 * (0.25 * s[2] * s[2] + vx * vx + vy * vy) + 0.5 * (s[2] * s[2] + rate * rate);
        return kinetic - 9.8 * (0.5 * Math.cos(s[0]) + Math.cos(s[0]) + 0.5 * Math.cos(whole));
    }

    /** 4000 starts: each mean is off by more than 4 of its standard errors with probability 6 · 10⁻⁵. */
    @Test
    @Tag("statistical")
    void startsAreUniformOnATenthAroundHangingDown() {
        double[][] seen = Starts.of(Acrobot.V1, KEY, 4000);
        double[][] starts = {arcSines(seen[1]), arcSines(seen[3]), seen[4], seen[5]};
        for (double[] component : starts) {
            assertThat(Starts.outside(component, 0.1 + 1e-7)).isZero();
            assertThat(Starts.errorsOfMean(component, 0.1, 0)).isLessThan(4);
            assertThat(Starts.errorsOfSquare(component, 0.1)).isLessThan(4);
            assertThat(Starts.errorsOfMean(component, 0.1, 0.01)).isGreaterThan(4);
            assertThat(Starts.errorsOfSquare(component, 0.105)).isGreaterThan(4);
        }
    }

    private static double[] arcSines(double[] values) {
        return Arrays.stream(values).map(Math::asin).toArray();
    }

    @Test
    void anActionThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> Acrobot.V1.start(KEY).step(3)).hasMessage("action must be between 0 and 2, got 3");
    }
}
