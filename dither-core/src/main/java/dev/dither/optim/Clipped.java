package dev.dither.optim;

import dev.dither.nn.Parameters;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Tensor;
import java.util.List;

/**
 * An optimizer that sees gradients no longer than a limit.
 *
 * <p>Formula: g ← g · min(1, maxNorm / ‖g‖), ‖g‖ the Euclidean norm over all parameters together.
 *
 * <p>Numerics: a gradient that is short enough keeps its bits; one whose norm is not finite is passed on, so that the
 * divergence shows.
 *
 * <p>Differs: PyTorch divides by ‖g‖ + 10⁻⁶.
 *
 * <p>Reference: Pascanu, Mikolov and Bengio 2013, Alg. 1.
 *
 * @param base the optimizer
 * @param maxNorm largest norm of a gradient
 */
public record Clipped(Optimizer base, double maxNorm) implements Optimizer {
    /** Checks. */
    public Clipped {
        if (!(maxNorm > 0)) {
            throw new IllegalArgumentException("clipped.maxNorm must be positive, got " + maxNorm);
        }
    }

    @Override
    public OptimizerState init(Parameters parameters) {
        return base.init(parameters);
    }

    @Override
    public void step(
            Parameters parameters, OptimizerState state, GradientOracle oracle, double rateFactor, RandomKey key) {
        base.step(parameters, state, oracle.through((o, p) -> clipped(o.gradient(p))), rateFactor, key);
    }

    private List<Tensor> clipped(List<Tensor> gradients) {
        double norm = gradients.stream().mapToDouble(Tensor::norm).reduce(0, Math::hypot);
        return norm > maxNorm && norm < Double.POSITIVE_INFINITY
                ? gradients.stream().map(g -> g.times(maxNorm / norm)).toList()
                : gradients;
    }
}
