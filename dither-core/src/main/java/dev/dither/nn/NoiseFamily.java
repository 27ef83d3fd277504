package dev.dither.nn;

import dev.dither.noise.Distribution;
import dev.dither.noise.Gaussian;
import dev.dither.noise.Laplace;
import dev.dither.noise.Rademacher;
import dev.dither.noise.Uniform;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;

/** Families of the noise ε of a stochastic layer, each with mean 0 and standard deviation 1, so that σ keeps its sense. */
public enum NoiseFamily {
    /** N(0, 1). */
    GAUSSIAN(new Gaussian(0, 1)),
    /** Laplace with scale 1 / √2. */
    LAPLACE(new Laplace(0, Math.sqrt(0.5))),
    /** Uniform on ±√3. */
    UNIFORM(new Uniform(0, Math.sqrt(3))),
    /** −1 or 1. */
    RADEMACHER(new Rademacher(0, 1));

    private final Distribution standard;

    NoiseFamily(Distribution standard) {
        this.standard = standard;
    }

    /** Returns the distribution of ε. */
    public Distribution standard() {
        return standard;
    }

    /** Returns independent draws. */
    Tensor draws(RandomKey key, Shape shape) {
        if (this == GAUSSIAN) {
            return Tensor.normal(key, shape);
        }
        float[] values = new float[Math.toIntExact(shape.elements())];
        standard.fill(key, values);
        return Tensor.of(values, shape);
    }
}
