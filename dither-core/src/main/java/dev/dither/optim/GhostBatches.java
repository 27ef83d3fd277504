package dev.dither.optim;

import dev.dither.nn.Parameters;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * An optimizer whose gradient is the mean of those of parts of the batch, each computed by itself: with noise of its own, and
 * normalized by its own statistics. Inside {@link Perturbed} with uniform noise it is SmoothOut: weights are perturbed for each
 * part anew.
 *
 * <p>Formula: g ← Σₖ (nₖ / N) ∇Lₖ(θ), Lₖ the mean loss of the nₖ examples of part k.
 *
 * <p>Numerics: parts are computed one after another, in the memory of one; without noise and normalization g is the gradient of
 * the whole batch but for rounding. One part gives the bits of {@code base}.
 *
 * <p>Differs: parts of unequal size count by their examples.
 *
 * <p>Reference: Wen et al., SmoothOut: Smoothing Out Sharp Minima to Improve Generalization in Deep Learning, 2018; Hoffer, Hubara
 * and Soudry, Train Longer, Generalize Better, 2017, Algorithm 1, for the normalization.
 *
 * @param base the optimizer
 * @param count number of parts; a batch of fewer examples has one for each
 */
public record GhostBatches(Optimizer base, int count) implements Optimizer {
    /** Checks. */
    public GhostBatches {
        Require.that(count >= 1, "ghostBatches.count must be at least 1, got ", count);
    }

    @Override
    public OptimizerState init(Parameters parameters) {
        return base.init(parameters);
    }

    @Override
    public void step(
            Parameters parameters, OptimizerState state, GradientOracle oracle, double rateFactor, RandomKey key) {
        base.step(parameters, state, count == 1 ? oracle : p -> mean(p, oracle.parts(count)), rateFactor, key);
    }

    private static List<Tensor> mean(Parameters parameters, List<GradientOracle.Part> parts) {
        if (parts.size() == 1) {
            return parts.get(0).oracle().gradient(parameters);
        }
        List<Tensor> sum = new ArrayList<>();
        for (GradientOracle.Part part : parts) {
            try (Scope scope = Scope.open()) {
                add(part.oracle().gradient(parameters), part.share(), sum, scope);
            }
        }
        return sum;
    }

    private static void add(List<Tensor> gradients, double share, List<Tensor> sum, Scope scope) {
        try (Gradients.Off off = Gradients.off()) {
            if (sum.isEmpty()) {
                gradients.forEach(gradient -> sum.add(scope.keep(gradient.times(share))));
                return;
            }
            for (int i = 0; i < gradients.size(); i++) {
                sum.get(i).scaleAndAdd(1, gradients.get(i), share);
            }
        }
    }
}
