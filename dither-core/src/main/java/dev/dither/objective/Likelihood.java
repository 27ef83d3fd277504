package dev.dither.objective;

import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.tensor.Tensor;

/** An objective that rests on the likelihood of each example, so that several draws can be weighed by it. */
public interface Likelihood extends Objective {
    /**
     * Returns log p(yᵢ | xᵢ, noise) of each row, [N] in nats.
     *
     * @param outputs what the network gave for the batch, [N, …]
     * @throws IllegalArgumentException if how labels are judged here is no likelihood
     */
    Tensor logLikelihoods(Tensor outputs, Batch batch);

    /**
     * Returns the loss around a data term that was found otherwise.
     *
     * @param nll a mean over examples in place of −(1/N) Σᵢ log p(yᵢ | xᵢ), a scalar
     * @param pass the pass it was found in, whose trace the penalties ask
     */
    Loss withPenalties(Tensor nll, Network network, Pass pass);

    @Override
    default Likelihood at(long step, long total) {
        return this;
    }
}
