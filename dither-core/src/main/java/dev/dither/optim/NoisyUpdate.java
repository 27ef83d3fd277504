package dev.dither.optim;

import dev.dither.nn.Parameters;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;

/**
 * An optimizer that leaves noise in the weights: perturbed SGD (PSGD), and stochastic gradient Langevin dynamics (SGLD).
 *
 * <p>Formula: θ ← base(θ, ∇L(θ)) + e. Unlike that of {@link Perturbed}, e stays, so noises of all steps add up.
 *
 * <p>Reference: Xie et al., Artificial Neural Variability for Deep Learning, 2021, Algorithm 2; Welling and Teh, Bayesian
 * Learning via Stochastic Gradient Langevin Dynamics, 2011, Eq. 4.
 *
 * @param base the rule
 * @param size how large e is
 */
public record NoisyUpdate(Rule base, Size size) implements Optimizer {
    /** How large the noise of a step is. */
    public sealed interface Size {
        /** Returns the noise of a step at this learning rate. */
        Perturbation at(double learningRate);
    }

    /**
     * The same in every step, whatever the learning rate: PSGD.
     *
     * @param noise what is added
     */
    public record Constant(Perturbation noise) implements Size {
        @Override
        public Perturbation at(double learningRate) {
            return noise;
        }
    }

    /**
     * N(0, 2 · lr · temperature), as diffusion has it: SGLD around plain gradient descent.
     *
     * <p>Units: with a loss that is the mean over N examples, temperature 1 / N gives the posterior.
     *
     * @param temperature T
     */
    public record Langevin(double temperature) implements Size {
        /** Checks. */
        public Langevin {
            Require.that(
                    0 <= temperature && temperature < Double.POSITIVE_INFINITY,
                    "langevin.temperature must be finite and >= 0, got ",
                    temperature);
        }

        @Override
        public Perturbation at(double learningRate) {
            return Perturbation.gaussian(Math.sqrt(2 * learningRate * temperature));
        }
    }

    /** Returns perturbed SGD, if the base is SGD. */
    public static NoisyUpdate constant(Rule base, Perturbation noise) {
        return new NoisyUpdate(base, new Constant(noise));
    }

    /** Returns Langevin dynamics. */
    public static NoisyUpdate langevin(Rule base, double temperature) {
        return new NoisyUpdate(base, new Langevin(temperature));
    }

    @Override
    public OptimizerState init(Parameters parameters) {
        size.at(base.learningRate()).requireMembers(parameters);
        return base.init(parameters);
    }

    @Override
    public void step(
            Parameters parameters, OptimizerState state, GradientOracle oracle, double rateFactor, RandomKey key) {
        base.step(parameters, state, oracle, rateFactor, key.child("base"));
        Perturbation noise = size.at(base.learningRate() * rateFactor);
        try (Scope scope = Scope.open()) {
            noise.added(parameters, key.child("noise")).forEach(Tensor::exchange);
        }
    }
}
