package dev.dither.rl;

import dev.dither.optim.Adam;
import dev.dither.optim.Optimizer;

/**
 * How a policy is trained: REINFORCE, one step for each episode.
 *
 * <p>Formula: loss = −Σₜ log π(aₜ | sₜ; w) wₜ, where wₜ is made of the discounted return Gₜ = rₜ + γ Gₜ₊₁ as {@code returns}
 * says, and w is one draw of the weights, held for the episode.
 *
 * <p>Units: a sum over steps, in nats.
 *
 * <p>Differs: the factor γᵗ of the exact gradient is left out, as usual. What a cut-off trial would still have earned is taken
 * as 0.
 *
 * <p>Reference: Williams, Simple Statistical Gradient-Following Algorithms for Connectionist Reinforcement Learning, 1992.
 *
 * @param discount γ, in [0, 1]
 * @param returns what is made of the returns
 * @param optimizer how weights move
 * @param adaptation how scales of {@link dev.dither.nn.PerturbedDense} follow, where there are any
 */
public record Reinforce(double discount, Returns returns, Optimizer optimizer, ScaleAdaptation adaptation) {
    /** γ = 0.99, returns standardized within the episode, Adam with a rate of 10⁻³, gradients as they are. */
    public static final Reinforce DEFAULT =
            new Reinforce(0.99, Returns.STANDARDIZED, Adam.DEFAULT, ScaleAdaptation.DEFAULT);

    /** Checks. */
    public Reinforce {
        Require.that(0 <= discount && discount <= 1, "reinforce.discount must be in [0, 1]", discount);
    }

    /** Returns this with another optimizer. */
    public Reinforce with(Optimizer other) {
        return new Reinforce(discount, returns, other, adaptation);
    }

    /** Returns this with another use of the returns. */
    public Reinforce with(Returns other) {
        return new Reinforce(discount, other, optimizer, adaptation);
    }
}
