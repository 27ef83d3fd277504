package dev.dither.objective;

import dev.dither.nn.Parameters;
import dev.dither.nn.Trace;
import dev.dither.tensor.Tensor;

/**
 * Upper bound on what the codes of stochastic layers tell about the input: their divergence from a standard normal prior.
 *
 * <p>Formula: R = 1/N Σ over examples, layers, units and positions of KL(N(μ, σ²) ‖ N(0, 1)) = ½ (μ² + σ² − 1) − log σ.
 *
 * <p>Shapes: μ and log σ [N, K], or [N, C, H, W].
 *
 * <p>Units: nats an example.
 *
 * <p>Numerics: σ² is taken as exp(2 log σ), which underflows to 0 where the exact summand does as well.
 *
 * <p>Differs: the authors state both terms of the loss in bits, which is the same loss times 1.44.
 *
 * <p>Reference: Alemi et al., Deep variational information bottleneck, 2017, Eq. 17; for Gaussian noise alone.
 *
 * @param coefficient β, factor of R in the loss
 */
public record InformationBottleneck(double coefficient) implements Penalty {
    /** Checks. */
    public InformationBottleneck {
        if (!(coefficient >= 0 && coefficient < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "information-bottleneck.coefficient must be finite and >= 0, got " + coefficient);
        }
    }

    /** Returns the penalty with the published β of 0.001. */
    public static InformationBottleneck published() {
        return new InformationBottleneck(1e-3);
    }

    @Override
    public String name() {
        return "rate";
    }

    @Override
    public Tensor value(Trace trace, Parameters parameters) {
        return trace.requiredSites("information-bottleneck").stream()
                .map(InformationBottleneck::rate)
                .reduce(Tensor::plus)
                .orElseThrow();
    }

    private static Tensor rate(Trace.Site site) {
        Tensor moments = site.mean()
                .times(site.mean())
                .plus(site.logStddev().times(2).exp())
                .plus(-1)
                .times(0.5);
        Tensor divergence = moments.minus(site.logStddev());
        long units = divergence.shape().elements() / divergence.shape().size(0);
        return divergence.mean().times((double) units);
    }
}
