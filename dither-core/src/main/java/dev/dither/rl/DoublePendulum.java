package dev.dither.rl;

/**
 * Two equal links under gravity, with a torque τ at the joint between them.
 *
 * <p>Formula: d₁ θ̈₁ + d₂ θ̈₂ + φ₁ = 0 and d₂ θ̈₁ + d₃ θ̈₂ + c θ̇₁² + φ₂ = τ, with m = l = I = 1 mass, length and moment of
 * inertia of a link, r = 0.5 the distance of its center from its joint, g = 9.8, c = m l r sin θ₂; d₁ = 2 m r² + m l² + 2 m l r cos
 * θ₂ + 2 I, d₂ = m r² + m l r cos θ₂ + I, d₃ = m r² + I; φ₂ = m r g sin(θ₁ + θ₂), φ₁ = −c θ̇₂² − 2 c θ̇₁ θ̇₂ + (m r + m l) g
 * sin θ₁ + φ₂.
 *
 * <p>Differs: the term c θ̇₁² is in the book, but missing in the paper that introduced the task.
 *
 * <p>Reference: Sutton and Barto, Reinforcement Learning, the acrobot's example.
 */
final class DoublePendulum {
    private static final double GRAVITY = 9.8;
    private static final double CENTER = 0.5;
    private static final double INERTIA = 1;

    /** d₃. */
    private static final double LOWER = CENTER * CENTER + INERTIA;

    /** Shares of the four slopes in a step. */
    private static final double[] SHARES = {1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6};

    /** How far along the slope before it each slope but the first is taken, in steps. */
    private static final double[] AHEAD = {0.5, 0.5, 1};

    private final double[] state;
    private final double[] point = new double[4];
    private final double[] slope = new double[4];
    private final double[] sum = new double[4];

    DoublePendulum(double upper, double lower, double upperVelocity, double lowerVelocity) {
        state = new double[] {upper, lower, upperVelocity, lowerVelocity};
    }

    /** Returns θ₁, θ₂, θ̇₁, θ̇₂, which may be written to. */
    double[] state() {
        return state;
    }

    /** Moves on by one step of Runge and Kutta's fourth-order rule. */
    void advance(double torque, double seconds) {
        System.arraycopy(state, 0, point, 0, 4);
        System.arraycopy(state, 0, sum, 0, 4);
        for (int stage = 0; stage < SHARES.length; stage++) {
            differentiate(torque);
            add(sum, sum, seconds * SHARES[stage]);
            if (stage < AHEAD.length) {
                add(point, state, seconds * AHEAD[stage]);
            }
        }
        System.arraycopy(sum, 0, state, 0, 4);
    }

    private void add(double[] target, double[] from, double factor) {
        for (int i = 0; i < 4; i++) {
            target[i] = from[i] + factor * slope[i];
        }
    }

    /** Writes the derivative at the point into the slope. */
    private void differentiate(double torque) {
        double upper = point[2];
        double lower = point[3];
        double cos = CENTER * Math.cos(point[1]);
        double sin = CENTER * Math.sin(point[1]);
        double d1 = 2 * CENTER * CENTER + 1 + 2 * cos + 2 * INERTIA;
        double d2 = CENTER * CENTER + cos + INERTIA;
        double phi2 = CENTER * GRAVITY * Math.sin(point[0] + point[1]);
        double phi1 =
                -sin * lower * lower - 2 * sin * upper * lower + (CENTER + 1) * GRAVITY * Math.sin(point[0]) + phi2;
        double lowerAcceleration = (torque + d2 / d1 * phi1 - sin * upper * upper - phi2) / (LOWER - d2 * d2 / d1);
        slope[0] = upper;
        slope[1] = lower;
        slope[2] = -(d2 * lowerAcceleration + phi1) / d1;
        slope[3] = lowerAcceleration;
    }
}
