package dev.dither.rl;

import dev.dither.rng.RandomKey;
import java.util.SplittableRandom;

/**
 * A pole on a cart, to be kept upright by pushing the cart left (action 0) or right (1).
 *
 * <p>Formula: with x the position of the cart, θ the angle of the pole from upright, clockwise, M = 1 and m = 0.1 the masses of
 * cart and pole, l = 0.5 half the pole's length, g = 9.8 and F = −10 or 10: a = (F + m l θ̇² sin θ) / (M + m), θ̈ = (g sin θ − a cos
 * θ) / (l (4/3 − m cos² θ / (M + m))), ẍ = a − m l θ̈ cos θ / (M + m). A step takes 0.02 s by the explicit rule of Euler:
 * positions move by the <em>old</em> velocities. It is worth 1, the last one too. A trial starts uniform on ±0.05 in all four, and
 * terminates where |x| &gt; 2.4 or |θ| &gt; 12°.
 *
 * <p>Shapes: the observation is (x, ẋ, θ, θ̇).
 *
 * <p>Units: meters, seconds, kilograms, radians.
 *
 * <p>Differs: without the friction of the reference.
 *
 * <p>Reference: Barto, Sutton and Anderson, Neuronlike Adaptive Elements That Can Solve Difficult Learning Control Problems,
 * 1983, appendix; step, limits and start of CartPole-v0 as in OpenAI Gym.
 *
 * @param stepLimit steps after which a trial is cut off
 */
public record CartPole(int stepLimit) implements Environment {
    /** The limit of 200 steps of CartPole-v0. */
    public static final CartPole V0 = new CartPole(200);

    static final double STEP = 0.02;
    static final double LARGEST_POSITION = 2.4;
    static final double LARGEST_ANGLE = Math.toRadians(12);

    private static final double START = 0.05;
    private static final double GRAVITY = 9.8;
    private static final double FORCE = 10;
    private static final double POLE_MASS = 0.1;
    private static final double TOTAL_MASS = 1 + POLE_MASS;
    private static final double HALF_LENGTH = 0.5;
    private static final double POLE_MOMENT = POLE_MASS * HALF_LENGTH;

    private static final Step BALANCED = new Step(1, false);
    private static final Step LOST = new Step(1, true);

    /** Checks. */
    public CartPole {
        Require.positive("cart-pole.stepLimit", stepLimit);
    }

    @Override
    public int observationSize() {
        return 4;
    }

    @Override
    public int actions() {
        return 2;
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
        private double position;
        private double velocity;
        private double angle;
        private double angularVelocity;

        State(double position, double velocity, double angle, double angularVelocity) {
            this.position = position;
            this.velocity = velocity;
            this.angle = angle;
            this.angularVelocity = angularVelocity;
        }

        @Override
        public void observe(float[] target) {
            target[0] = (float) position;
            target[1] = (float) velocity;
            target[2] = (float) angle;
            target[3] = (float) angularVelocity;
        }

        @Override
        public Step step(int action) {
            Require.action(action, 2);
            double sin = Math.sin(angle);
            double cos = Math.cos(angle);
            double force = action == 0 ? -FORCE : FORCE;
            double pushed = (force + POLE_MOMENT * angularVelocity * angularVelocity * sin) / TOTAL_MASS;
            double angularAcceleration =
                    (GRAVITY * sin - cos * pushed) / (HALF_LENGTH * (4.0 / 3 - POLE_MASS * cos * cos / TOTAL_MASS));
            double acceleration = pushed - POLE_MOMENT * angularAcceleration * cos / TOTAL_MASS;
            position += STEP * velocity;
            velocity += STEP * acceleration;
            angle += STEP * angularVelocity;
            angularVelocity += STEP * angularAcceleration;
            boolean balanced = Math.abs(position) <= LARGEST_POSITION && Math.abs(angle) <= LARGEST_ANGLE;
            return balanced ? BALANCED : LOST;
        }

        /** Returns position, velocity, angle and angular velocity. */
        double[] toArray() {
            return new double[] {position, velocity, angle, angularVelocity};
        }
    }
}
