package dev.dither.nn;

import dev.dither.noise.Distribution;
import dev.dither.noise.Gaussian;
import dev.dither.noise.Laplace;
import dev.dither.noise.Rademacher;
import dev.dither.noise.Uniform;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.NoiseSum;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.List;

/**
 * Families of noise with mean 0. The noise ε of a stochastic layer has standard deviation 1, so that σ keeps its sense;
 * weights without a mean are drawn by the family's own scale, which is 1 in {@link #unit}.
 */
public enum NoiseFamily {
    /** ε ~ N(0, 1); the scale of weights is the standard deviation. */
    GAUSSIAN(new Gaussian(0, 1), new Gaussian(0, 1)),
    /** ε of scale 1 / √2; the scale of weights is b in exp(−|w| / b) / 2b. */
    LAPLACE(new Laplace(0, Math.sqrt(0.5)), new Laplace(0, 1)),
    /** ε uniform on ±√3; the scale of weights is the half width. */
    UNIFORM(new Uniform(0, Math.sqrt(3)), new Uniform(0, 1)),
    /** ε −1 or 1; the scale of weights is the distance of both values from 0. */
    RADEMACHER(new Rademacher(0, 1), new Rademacher(0, 1));

    private final Distribution standard;
    private final Distribution unit;

    NoiseFamily(Distribution standard, Distribution unit) {
        this.standard = standard;
        this.unit = unit;
    }

    /** Returns the distribution of ε, of standard deviation 1. */
    public Distribution standard() {
        return standard;
    }

    /** Returns the distribution of weights of scale 1. */
    public Distribution unit() {
        return unit;
    }

    /** Returns independent draws of ε. */
    public Tensor draws(RandomKey key, Shape shape) {
        return draws(standard, key, shape);
    }

    /** Returns independent draws of weights of scale 1. */
    public Tensor unitDraws(RandomKey key, Shape shape) {
        return draws(unit, key, shape);
    }

    /** Returns the sums with draws of ε, in the innermost scope. */
    public List<Tensor> added(List<NoiseSum> all) {
        return added(standard, all);
    }

    /** Returns the sums with draws of scale 1, in the innermost scope. */
    public List<Tensor> unitAdded(List<NoiseSum> all) {
        return added(unit, all);
    }

    private List<Tensor> added(Distribution distribution, List<NoiseSum> all) {
        return this == GAUSSIAN
                ? NoiseSum.normal(all)
                : all.stream().map(each -> added(distribution, each)).toList();
    }

    private Tensor added(Distribution distribution, NoiseSum one) {
        try (Scope scope = Scope.open()) {
            Tensor draws = draws(distribution, one.key(), one.values().shape());
            return scope.keep(one.values().plus(draws, one.factor()));
        }
    }

    private Tensor draws(Distribution distribution, RandomKey key, Shape shape) {
        if (this == GAUSSIAN) {
            return Tensor.normal(key, shape);
        }
        float[] values = new float[Math.toIntExact(shape.elements())];
        distribution.fill(key, values);
        return Tensor.of(values, shape);
    }
}
