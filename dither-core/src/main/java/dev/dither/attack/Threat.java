package dev.dither.attack;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.Locale;

/**
 * What an attacker may do to an example: move it within a ball, and within the box of inputs.
 *
 * <p>Numerics: a result is clean + perturbation in 32-bit floats, so it may leave the ball by the rounding of that sum,
 * never the box.
 *
 * @param norm norm of the ball
 * @param radius its radius, in units of the features
 * @param bounds the box
 */
public record Threat(Norm norm, double radius, Bounds bounds) {
    /** Checks. */
    public Threat {
        Require.that(
                0 <= radius && radius < Double.POSITIVE_INFINITY,
                "threat.radius must be finite and >= 0, got " + radius);
        Require.that(
                norm != Norm.LINF || radius <= bounds.width(),
                "threat.radius must be at most " + bounds.width() + ", the width of the bounds, got " + radius);
    }

    /** Returns a ball that holds the whole box, for attacks that look for the smallest perturbation. */
    public static Threat unlimited(Norm norm, Bounds bounds, Shape example) {
        return new Threat(norm, norm.largest(bounds, example), bounds);
    }

    /** Returns this with another radius. */
    public Threat withRadius(double other) {
        return new Threat(norm, other, bounds);
    }

    /** Returns the clamped result of projecting {@code x} onto the ball around {@code clean}: it is in ball and box. */
    public Tensor project(Tensor x, Tensor clean) {
        return bounds.clamp(clean.plus(norm.project(x.minus(clean), radius)));
    }

    /** Returns random points of the ball, moved into the box. */
    public Tensor start(Tensor clean, RandomKey key) {
        return bounds.clamp(clean.plus(norm.inside(key, clean.shape(), radius).like(clean)));
    }

    /** Checks that the examples are in the box and the ball is not larger than it. */
    void require(Tensor clean) {
        bounds.require(clean);
        double largest = norm.largest(bounds, clean.shape().perExample());
        Require.that(
                radius <= largest,
                "threat.radius must be at most " + largest + ", the diameter of the bounds, got " + radius);
    }

    @Override
    public String toString() {
        return norm.name().toLowerCase(Locale.ROOT) + " radius " + radius + " in [" + bounds.lower() + ", "
                + bounds.upper() + "]";
    }
}
