package dev.dither.attack;

import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;

/**
 * How the size of a perturbation is measured, example by example.
 *
 * <p>Shapes: perturbations and gradients [N, …], lengths [N].
 *
 * <p>Numerics: lengths that would be divided by are at least 2⁻¹²⁶, so that zero stays zero.
 */
public enum Norm {
    /** The largest absolute change of a feature. */
    LINF {
        @Override
        public Tensor lengths(Tensor delta) {
            return delta.magnitudes();
        }

        @Override
        public Tensor project(Tensor delta, double radius) {
            return delta.clamp(-radius, radius);
        }

        @Override
        public Tensor steepest(Tensor gradient) {
            return gradient.sign();
        }

        @Override
        public Tensor inside(RandomKey key, Shape shape, double radius) {
            return Tensor.uniform(key, shape).times(2 * radius).plus(-radius);
        }

        @Override
        public double largest(Bounds bounds, Shape example) {
            return bounds.width();
        }
    },
    /** The Euclidean length. */
    L2 {
        @Override
        public Tensor lengths(Tensor delta) {
            return delta.squares().sqrt();
        }

        @Override
        public Tensor project(Tensor delta, double radius) {
            Tensor length = lengths(delta).clamp(Math.max(radius, TINY), Double.POSITIVE_INFINITY);
            return delta.timesEach(length.reciprocal().times(radius));
        }

        /** The squares of a tiny gradient would vanish, so its largest element becomes 1 first. */
        @Override
        public Tensor steepest(Tensor gradient) {
            Tensor scaled = over(gradient, gradient.magnitudes());
            return over(scaled, lengths(scaled));
        }

        /** A normal draw over its length is a direction; a length of radius · u^(1/D) fills the ball evenly. */
        @Override
        public Tensor inside(RandomKey key, Shape shape, double radius) {
            Tensor direction = steepest(Tensor.normal(key.child("direction"), shape));
            Tensor u = Tensor.uniform(key.child("length"), Shape.of(shape.size(0)));
            double dimensions = (double) shape.perExample().elements();
            return direction.timesEach(u.log().times(1 / dimensions).exp().times(radius));
        }

        @Override
        public double largest(Bounds bounds, Shape example) {
            return bounds.width() * Math.sqrt((double) example.elements());
        }
    };

    private static final double TINY = Float.MIN_NORMAL;

    /** Returns the length of each perturbation. */
    public abstract Tensor lengths(Tensor delta);

    /** Returns the nearest perturbations of at most this length. */
    public abstract Tensor project(Tensor delta, double radius);

    /** Returns the perturbations of length 1 along which a function with this gradient rises fastest; 0 where it is 0. */
    public abstract Tensor steepest(Tensor gradient);

    /** Returns independent draws, uniform in the ball. */
    public abstract Tensor inside(RandomKey key, Shape shape, double radius);

    /** Returns the largest distance between two points of the box. */
    public abstract double largest(Bounds bounds, Shape example);

    private static Tensor over(Tensor examples, Tensor lengths) {
        return examples.timesEach(lengths.clamp(TINY, Double.POSITIVE_INFINITY).reciprocal());
    }
}
