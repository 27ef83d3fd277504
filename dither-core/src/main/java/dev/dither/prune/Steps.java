package dev.dither.prune;

import dev.dither.data.Examples;
import dev.dither.data.Split;
import dev.dither.nn.Network;
import dev.dither.predict.Inference;
import dev.dither.predict.Predictor;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.train.Recipe;
import dev.dither.train.Standing;
import dev.dither.train.Trainer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is done to a network at each step of a pruning; each method depends on its arguments and the key alone. */
record Steps(Pruning pruning, RandomKey key, Split data) {
    Steps {
        if (data.train().size() == 0 || data.validation().size() == 0) {
            throw new IllegalArgumentException("pruning needs training and validation examples, got "
                    + data.train().size() + " and " + data.validation().size());
        }
    }

    /** A unit and what it is worth. */
    record Ranked(Unit unit, double score) {}

    /** Returns the unit with the lowest score; empty if no layer has one that may go. */
    Optional<Ranked> lowest(Network network, int step) {
        Map<String, FreeUnits> free = FreeUnits.of(network, pruning.prunable()).stream()
                .collect(Collectors.toMap(FreeUnits::layer, layer -> layer));
        int count = Math.min(pruning.pace().rankedBy(), data.train().size());
        RandomKey ranking = of(step).child("ranking");
        UnitScores scores =
                pruning.criterion().score(network, drawn(count, ranking.child("examples")), ranking.child("scores"));
        if (free.keySet().stream().noneMatch(scores.byLayer()::containsKey)) {
            throw new IllegalArgumentException(
                    pruning.criterion() + " ranks no unit that may go of " + network.specs());
        }
        return scores.lowest(unit -> mayGo(free.get(unit.layer()), unit))
                .map(unit -> new Ranked(unit, scores.of(unit)));
    }

    private boolean mayGo(@Nullable FreeUnits layer, Unit unit) {
        return layer != null && layer.units() > pruning.leastUnits() && layer.mayLose(unit.index());
    }

    private RandomKey of(int step) {
        return key.child("step").child(step);
    }

    /**
     * Trains for the mini-batches of one step.
     *
     * @param before what the network cost before the removal
     * @param unpruned what it cost at the beginning
     */
    void tune(Network network, int step, Complexity before, Complexity unpruned) {
        long saved = before.flops() - Complexity.of(network, pruning.counting()).flops();
        int examples = pruning.pace().miniBatches(100.0 * saved / unpruned.flops())
                * pruning.fineTuning().batchSize();
        if (examples > 0) {
            RandomKey tuning = of(step).child("tuning");
            try (Trainer trainer = new Trainer(network, once(pruning.fineTuning()), tuning)) {
                trainer.epoch(drawn(examples, tuning.child("examples")));
            }
        }
    }

    private static Recipe once(Recipe recipe) {
        return new Recipe(
                recipe.objective(),
                recipe.optimizer(),
                recipe.schedule(),
                1,
                1,
                recipe.batchSize(),
                Recipe.LastBatch.KEEP,
                Recipe.FOREVER,
                recipe.augmentation(),
                recipe.validatedBy());
    }

    /** Returns the units that are zero for every training example. */
    List<Unit> dead(Network network) {
        return DeadUnits.of(network, data.train(), pruning.prunable());
    }

    /** Makes sure that two networks predict the same for every training example. */
    Certificate certificate(Network before, Network after) {
        return Certificate.of(before, after, data.train());
    }

    /** Trains to the best epoch of the recipe for the end, if there is one. */
    void end(Network network) {
        pruning.ending().ifPresent(recipe -> end(network, recipe));
    }

    private void end(Network network, Recipe recipe) {
        try (Trainer trainer = new Trainer(network, recipe, key.child("ending"))) {
            Standing standing = trainer.fit(data.train(), data.validation(), epoch -> {});
            trainer.resume(standing.best());
        }
    }

    /** Returns training examples in random order, all once before any comes again. */
    private Examples drawn(int count, RandomKey address) {
        int[] chosen = new int[count];
        int size = data.train().size();
        for (int start = 0, round = 0; start < count; start += size, round++) {
            int[] order = address.child(round).permutation(size);
            System.arraycopy(order, 0, chosen, start, Math.min(size, count - start));
        }
        return data.train().subset(chosen);
    }

    /** Returns where a network stands behind a step; the error is not a number where it is not looked at. */
    Ledger.Standing standing(Network network, int step) {
        return step % pruning.pace().measuredEvery() == 0 ? measured(network) : standing(network, Double.NaN);
    }

    /** Returns where a network stands. */
    Ledger.Standing measured(Network network) {
        Predictor predictor = new Predictor(network, new Inference.Mean(), key.child(Stream.EVALUATION));
        int[] labels = data.validation().labels();
        return standing(network, 1 - predictor.predict(data.validation()).accuracy(labels));
    }

    private Ledger.Standing standing(Network network, double error) {
        return new Ledger.Standing(Widths.of(network), Complexity.of(network, pruning.counting()), error);
    }
}
