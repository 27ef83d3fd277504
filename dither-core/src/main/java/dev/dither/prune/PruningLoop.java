package dev.dither.prune;

import dev.dither.data.Split;
import dev.dither.nn.Network;
import dev.dither.rng.RandomKey;
import java.util.function.Consumer;

/**
 * Prunes a trained network unit by unit.
 *
 * <p>First all units go that are zero for every training example, which changes nothing. Then, step by step, the unit with
 * the lowest score goes and the rest is fine-tuned, until the budgets say stop; the last unit of a layer stays. Noise and
 * penalties are on while fine-tuning, as the recipe's objective has them. Each step draws below a key of its own number,
 * and the optimizer starts with a fresh memory; so the network and the ledger are the whole state, and a resumed pruning
 * gives the bits of an uninterrupted one.
 *
 * <p>To train at the end without noise, take {@link Surgery#ordinary} of the result and a trainer instead of {@link
 * Pruning#ending}.
 *
 * <p>Reference: SE-SNN; the loop is that of Molchanov et al., Pruning Convolutional Neural Networks for Resource Efficient
 * Inference, 2017.
 *
 * @param pruning how to prune
 * @param key address of all draws
 */
public record PruningLoop(Pruning pruning, RandomKey key) {
    /**
     * Prunes a network, which stays as it is.
     *
     * @param data training examples, and validation examples for the error
     * @param listener told what happens
     * @throws IllegalArgumentException if a budget is impossible, or the criterion ranks no unit of this network
     * @throws Certificate.RefusedException if removing dead units changed a prediction
     * @throws dev.dither.train.DivergedException if fine-tuning diverges
     */
    public Pruned run(Network network, Split data, Consumer<PruningEvent> listener) {
        Steps steps = new Steps(pruning, key, data);
        Ledger.Standing unpruned = steps.measured(network);
        Bounds bounds = new Bounds(pruning, unpruned.complexity());
        bounds.requirePossible(network, unpruned);
        try (Course course = new Course(steps, bounds, listener, network, Ledger.of(unpruned))) {
            return course.run();
        }
    }

    /**
     * Goes on with a pruning from where a {@link PruningEvent.Resumable} was announced.
     *
     * @param network what was left then; stays as it is
     * @param ledger the removals until then
     */
    public Pruned resume(Network network, Ledger ledger, Split data, Consumer<PruningEvent> listener) {
        Ledger.Standing last = ledger.last();
        if (!Widths.of(network).equals(last.widths())) {
            throw new IllegalArgumentException(
                    "ledger of another network: it ends at " + last.widths() + ", got " + Widths.of(network));
        }
        Bounds bounds = new Bounds(pruning, ledger.unpruned().complexity());
        Steps steps = new Steps(pruning, key, data);
        try (Course course = new Course(steps, bounds, listener, network, ledger)) {
            return course.run();
        }
    }
}
