package dev.dither.optim;

import dev.dither.nn.Parameters;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An optimizer whose gradients are taken at randomly perturbed weights, while the weights themselves stay clean: neural variable
 * risk minimization (NVRM), artificial neural variability.
 *
 * <p>Formula: draw e; g ← ∇L(θ + e); θ ← base(θ, g). One draw a step, of all parameters, never added to θ; around {@link
 * GhostBatches} one draw for each part of the batch.
 *
 * <p>Numerics: while the gradient is computed, the memory of θ lies aside unwritten, so θ comes back bit by bit, also when the
 * oracle throws; the cost is one array more of the size of the parameters. Whatever looks at the weights between two steps, such
 * as an evaluation or a checkpoint, sees clean ones. Where the scale is 0, the bits are those of {@code base}.
 *
 * <p>Differs: the authors' optimizer keeps θ + e stored and exchanges e for e' behind each step, until a counter says that the
 * epoch is over. So the first step of each of their epochs has clean weights, here it has noise like all others; and their weight
 * decay is that of θ + e, see {@link #asPublished}.
 *
 * <p>Reference: Xie, He, Fu, Sato, Tao and Sugiyama, Artificial Neural Variability for Deep Learning, 2021, Algorithm 1.
 *
 * @param base the optimizer
 * @param noise what e is
 */
public record Perturbed(Optimizer base, Perturbation noise) implements Optimizer {
    /**
     * Returns an optimizer whose weight decay, where it enters the gradient, is that of the perturbed weights, as in the authors'
     * code: g ← ∇L(θ + e) + weightDecay · (θ + e).
     *
     * <p>Differs: decoupled weight decay stays that of θ.
     */
    public static Optimizer asPublished(Rule base, Perturbation noise) {
        double decay = base.gradientDecay();
        return decay == 0
                ? new Perturbed(base, noise)
                : new Decayed(new Perturbed(base.withWeightDecay(0), noise), decay);
    }

    @Override
    public OptimizerState init(Parameters parameters) {
        noise.requireMembers(parameters);
        return base.init(parameters);
    }

    @Override
    public void step(
            Parameters parameters, OptimizerState state, GradientOracle oracle, double rateFactor, RandomKey key) {
        base.step(parameters, state, new Elsewhere(oracle, noise, key.child("noise")), rateFactor, key.child("base"));
    }

    /** Gradients at perturbed weights, for each part of a batch at others. */
    private record Elsewhere(GradientOracle oracle, Perturbation noise, RandomKey key) implements GradientOracle {
        @Override
        public List<Tensor> gradient(Parameters parameters) {
            return noise.around(parameters, key, () -> oracle.gradient(parameters));
        }

        @Override
        public List<Part> parts(int count) {
            List<Part> parts = oracle.parts(count);
            return IntStream.range(0, parts.size())
                    .mapToObj(i -> new Part(
                            parts.get(i).share(), new Elsewhere(parts.get(i).oracle(), noise, key.child(i))))
                    .toList();
        }
    }
}
