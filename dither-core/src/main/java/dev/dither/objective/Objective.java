package dev.dither.objective;

import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Tensor;
import java.util.List;

/** What training minimizes; it gets the network rather than logits, since some objectives need several passes. */
public interface Objective {
    /** Returns the loss of a batch. */
    Loss loss(Network network, Batch batch, Pass pass);

    /**
     * Returns the loss of a batch with its gradients. One that holds only a part of the computation in memory at a time
     * overrides it.
     *
     * @param variables what the total is differentiated by
     */
    default Differentiated differentiated(Network network, Batch batch, Pass pass, List<Tensor> variables) {
        Loss loss = loss(network, batch, pass);
        return new Differentiated(loss, () -> Gradients.of(loss.total(), variables));
    }

    /**
     * Returns what is minimized at one step of training: this, unless a term follows a schedule. An objective around another
     * one asks it, too.
     *
     * @param step steps taken before this one, from 0
     * @param total steps of the whole training
     */
    default Objective at(long step, long total) {
        return this;
    }
}
