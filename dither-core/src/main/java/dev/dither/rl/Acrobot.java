package dev.dither.rl;

import dev.dither.rng.RandomKey;
import java.util.SplittableRandom;

/**
 * A pendulum of two links, driven at the joint between them, to be swung up: torque −1 (action 0), 0 (1) or 1 (2).
 *
 * <p>Formula: the motion of {@link DoublePendulum}, in one step of Runge and Kutta's fourth-order rule over 0.2 s; behind it angles
 * are taken to [−π, π] and velocities cut off at |θ̇₁| ≤ 4π, |θ̇₂| ≤ 9π. A trial starts uniform on ±0.1 in all four, and
 * terminates where the tip is more than one link above the upper joint: −cos θ₁ − cos(θ₁ + θ₂) &gt; 1. A step is worth −1, the one that
 * terminates 0.
 *
 * <p>Shapes: the observation is (cos θ₁, sin θ₁, cos θ₂, sin θ₂, θ̇₁, θ̇₂), θ₁ the angle of the upper link from hanging down, θ₂
 * that of the lower link against the upper one.
 *
 * <p>Units: meters, seconds, kilograms, radians.
 *
 * <p>Reference: Sutton and Barto, Reinforcement Learning, the acrobot's example; limits, rewards and start of Acrobot-v1 as in
 * OpenAI Gym.
 *
 * @param stepLimit steps after which a trial is cut off
 */
public record Acrobot(int stepLimit) implements Environment {
    /** The limit of 500 steps of Acrobot-v1. */
    public static final Acrobot V1 = new Acrobot(500);

    static final double STEP = 0.2;

    private static final double START = 0.1;
    private static final double UPPER_LIMIT = 4 * Math.PI;
    private static final double LOWER_LIMIT = 9 * Math.PI;
    private static final int ACTIONS = 3;

    private static final Step SWINGING = new Step(-1, false);
    private static final Step UP = new Step(0, true);

    /** Checks. */
    public Acrobot {
        Require.positive("acrobot.stepLimit", stepLimit);
    }

    @Override
    public int observationSize() {
        return 6;
    }

    @Override
    public int actions() {
        return ACTIONS;
    }

    @Override
    public Trial start(RandomKey key) {
        SplittableRandom random = key.generator();
        return new State(start(random), start(random), start(random), start(random));
    }

    private static double start(SplittableRandom random) {
        return START * (2 * random.nextDouble() - 1);
    }

    /** A trial under way. */
    static final class State implements Trial {
        private final DoublePendulum pendulum;

        State(double upper, double lower, double upperVelocity, double lowerVelocity) {
            pendulum = new DoublePendulum(upper, lower, upperVelocity, lowerVelocity);
        }

        @Override
        public void observe(float[] target) {
            double[] state = pendulum.state();
            target[0] = (float) Math.cos(state[0]);
            target[1] = (float) Math.sin(state[0]);
            target[2] = (float) Math.cos(state[1]);
            target[3] = (float) Math.sin(state[1]);
            target[4] = (float) state[2];
            target[5] = (float) state[3];
        }

        @Override
        public Step step(int action) {
            Require.action(action, ACTIONS);
            pendulum.advance(action - 1, STEP);
            double[] state = pendulum.state();
            state[0] = Math.IEEEremainder(state[0], 2 * Math.PI);
            state[1] = Math.IEEEremainder(state[1], 2 * Math.PI);
            state[2] = limited(state[2], UPPER_LIMIT);
            state[3] = limited(state[3], LOWER_LIMIT);
            return -Math.cos(state[0]) - Math.cos(state[0] + state[1]) > 1 ? UP : SWINGING;
        }

        private static double limited(double velocity, double limit) {
            return Math.max(-limit, Math.min(velocity, limit));
        }

        /** Returns both angles and both velocities. */
        double[] toArray() {
            return pendulum.state().clone();
        }
    }
}
