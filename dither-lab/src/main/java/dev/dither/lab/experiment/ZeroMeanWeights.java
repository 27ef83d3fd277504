package dev.dither.lab.experiment;

import dev.dither.nn.WeightNoise;

/** Weights of mean 0, of which scales alone are trained. Passes by the mean give the bias, to be reported beside the draws. */
public enum ZeroMeanWeights {
    /** N(0, θ²). */
    GAUSSIAN(WeightNoise.GAUSSIAN),
    /** ±θ, equally likely. */
    BERNOULLI(WeightNoise.BERNOULLI),
    /** U(−θ, θ). */
    UNIFORM(WeightNoise.UNIFORM);

    private final WeightNoise noise;

    ZeroMeanWeights(WeightNoise noise) {
        this.noise = noise.with(WeightNoise.MeanPath.BIAS);
    }

    /** Returns how they are drawn. */
    WeightNoise noise() {
        return noise;
    }
}
