package dev.dither.nn;

import dev.dither.tensor.Tensor;

/**
 * How weights with mean 0 and trained scales θ are drawn.
 *
 * <p>Formula: wᵢⱼ = θᵢⱼ uᵢⱼ with u from {@link NoiseFamily#unit}: N(0, θ²), ±θ or U(−θ, θ). The variance of a weight is
 * θ² var(u): θ², θ² and θ² / 3.
 *
 * <p>Differs: the authors' code draws half of the paper's scale for ±θ and U(−θ, θ). Training makes up for it, but initial
 * scales differ; here they are the paper's.
 *
 * @param family family of u
 * @param scale how θ is parameterized
 * @param drawing whether weights are drawn, or what they add to the outputs
 * @param meanPath what passes by the mean give
 */
public record WeightNoise(NoiseFamily family, Scale scale, Drawing drawing, MeanPath meanPath) {
    /** N(0, θ²), each output drawn by itself. */
    public static final WeightNoise GAUSSIAN =
            new WeightNoise(NoiseFamily.GAUSSIAN, Scale.SIGNED, Drawing.OUTPUTS, MeanPath.REFUSED);

    /** ±θ, equally likely, weights shared by the batch. */
    public static final WeightNoise BERNOULLI =
            new WeightNoise(NoiseFamily.RADEMACHER, Scale.SIGNED, Drawing.WEIGHTS, MeanPath.REFUSED);

    /** U(−θ, θ), weights shared by the batch. */
    public static final WeightNoise UNIFORM =
            new WeightNoise(NoiseFamily.UNIFORM, Scale.SIGNED, Drawing.WEIGHTS, MeanPath.REFUSED);

    /** How the scale is parameterized. */
    public enum Scale {
        /** The parameter is θ itself and may be negative: only θ² matters. */
        SIGNED("scale") {
            @Override
            Tensor start(Tensor scales) {
                return scales;
            }

            @Override
            Tensor value(Tensor parameter) {
                return parameter;
            }

            @Override
            Tensor squares(Tensor parameter) {
                return parameter.squareWithHalfGradient();
            }
        },
        /** The parameter is log θ; it starts at log |θ| of the same initial values. */
        LOG("logScale") {
            @Override
            Tensor start(Tensor scales) {
                return scales.square().plus(Linear.FLOOR).log().times(0.5);
            }

            @Override
            Tensor value(Tensor parameter) {
                return parameter.exp();
            }

            @Override
            Tensor squares(Tensor parameter) {
                return parameter.times(2).exp().withHalfGradient();
            }
        };

        private final String parameter;

        Scale(String parameter) {
            this.parameter = parameter;
        }

        /** Returns the name of the parameter. */
        public String parameter() {
            return parameter;
        }

        /** Returns initial values of the parameter, from initial values of θ of either sign. */
        abstract Tensor start(Tensor scales);

        /** Returns θ. */
        abstract Tensor value(Tensor parameter);

        /** Returns θ², which hands half of its gradient on. */
        abstract Tensor squares(Tensor parameter);
    }

    /** What is drawn. */
    public enum Drawing {
        /**
         * Each output by itself, Gaussian with the two moments that the weights give it: local reparameterization, exact for
         * Gaussian weights but for what examples and positions have in common, moment matching for others.
         */
        OUTPUTS,
        /** Weights, once for each draw, shared by the examples and positions of a batch. */
        WEIGHTS
    }

    /** What passes by the mean give. */
    public enum MeanPath {
        /** A {@link NoMeanPathException}: an output that says nothing of the input is rarely what was meant. */
        REFUSED,
        /** The bias, or 0: mean propagation, as published beside predictions by draws. */
        BIAS
    }

    /** Returns this with another parameter for the scale. */
    public WeightNoise with(Scale other) {
        return new WeightNoise(family, other, drawing, meanPath);
    }

    /** Returns this with something else drawn. */
    public WeightNoise with(Drawing other) {
        return new WeightNoise(family, scale, other, meanPath);
    }

    /** Returns this with other passes by the mean. */
    public WeightNoise with(MeanPath other) {
        return new WeightNoise(family, scale, drawing, other);
    }

    /** Returns the variances of the weights, which hand half of their gradient on. */
    Tensor variances(Tensor parameter) {
        double ofUnit = family.unit().variance();
        Tensor squares = scale.squares(parameter);
        return ofUnit == 1 ? squares : squares.times(ofUnit);
    }
}
