package dev.dither.nn;

import dev.dither.tensor.DropoutVariances;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;

/**
 * How the variances of independent weights N(μ, σ²) are parameterized: by σ² = α μ² (Gaussian dropout) with α shared or
 * not, or by σ itself.
 *
 * <p>Numerics: log α is clipped to ±{@link #CLIP} where it is used, so it has no gradient beyond; the stored value is not.
 * Additive weights use σ unclipped, and log α = log σ² − log(μ² + 10⁻¹⁶) for their divergence.
 *
 * <p>Reference: Kingma, Salimans and Welling, Variational Dropout and the Local Reparameterization Trick, 2015; additive:
 * Molchanov, Ashukha and Vetrov, Variational Dropout Sparsifies Deep Neural Networks, 2017.
 */
public enum Posterior {
    /** One α for the layer; parameter {@code logAlpha} [1]. */
    LAYER("logAlpha") {
        @Override
        Tensor start(Tensor mean, double logAlpha) {
            return Tensor.full(logAlpha, Shape.of(1));
        }

        @Override
        DropoutVariances variances(Tensor mean, Tensor parameter) {
            int units = Math.toIntExact(mean.shape().size(0));
            Tensor logAlpha = clipped(parameter);
            return halved(logAlpha, mean.square().timesEach(logAlpha.exp().repeated(units)));
        }
    },
    /** One α for each unit; parameter {@code logAlpha} [units]. */
    UNIT("logAlpha") {
        @Override
        Tensor start(Tensor mean, double logAlpha) {
            return Tensor.full(logAlpha, Shape.of(mean.shape().size(0)));
        }

        @Override
        DropoutVariances variances(Tensor mean, Tensor parameter) {
            Tensor logAlpha = clipped(parameter);
            return halved(logAlpha, mean.square().timesEach(logAlpha.exp()));
        }
    },
    /** One α for each weight; parameter {@code logAlpha} of the shape of the weights. */
    WEIGHT("logAlpha") {
        @Override
        Tensor start(Tensor mean, double logAlpha) {
            return Tensor.full(logAlpha, mean.shape());
        }

        @Override
        DropoutVariances variances(Tensor mean, Tensor parameter) {
            return DropoutVariances.of(mean, parameter, CLIP);
        }
    },
    /** One σ for each weight; parameter {@code logStddev}, log σ, of the shape of the weights. */
    ADDITIVE("logStddev") {
        @Override
        Tensor start(Tensor mean, double logAlpha) {
            return logSquare(mean).plus(logAlpha).times(0.5);
        }

        @Override
        DropoutVariances variances(Tensor mean, Tensor parameter) {
            return halved(logAlpha(mean, parameter), parameter.times(2).exp());
        }

        @Override
        Tensor logAlpha(Tensor mean, Tensor parameter) {
            return clipped(parameter.times(2).minus(logSquare(mean)));
        }
    };

    /** Largest size of log α in use. */
    public static final double CLIP = 20;

    private final String parameter;

    Posterior(String parameter) {
        this.parameter = parameter;
    }

    /** Returns the name of the parameter of the variances. */
    public String parameter() {
        return parameter;
    }

    /** Returns initial values of the parameter; the same posterior for each constant, given means and log α. */
    abstract Tensor start(Tensor mean, double logAlpha);

    /** Returns σ², of the shape of the means and handing on half of its gradient, with log α, clipped. */
    abstract DropoutVariances variances(Tensor mean, Tensor parameter);

    private static DropoutVariances halved(Tensor logAlpha, Tensor variances) {
        return new DropoutVariances(logAlpha, variances.withHalfGradient());
    }

    /** Returns log α, clipped. */
    Tensor logAlpha(Tensor mean, Tensor parameter) {
        return clipped(parameter);
    }

    private static Tensor clipped(Tensor logAlpha) {
        return logAlpha.clamp(-CLIP, CLIP);
    }

    private static Tensor logSquare(Tensor mean) {
        return mean.square().plus(Linear.FLOOR).log();
    }
}
