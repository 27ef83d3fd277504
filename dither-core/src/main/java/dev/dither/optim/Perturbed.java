package dev.dither.optim;

import dev.dither.nn.Parameters;
import dev.dither.rng.RandomKey;

/**
 * An optimizer whose gradients are taken at randomly perturbed weights, while the weights themselves stay clean: neural variable
 * risk minimization (NVRM), artificial neural variability.
 *
 * <p>Formula: draw e; g ← ∇L(θ + e); θ ← base(θ, g). One draw a step, of all parameters, never added to θ.
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
        GradientOracle elsewhere = p -> noise.around(p, key.child("noise"), () -> oracle.gradient(p));
        base.step(parameters, state, elsewhere, rateFactor, key.child("base"));
    }
}
