package dev.dither.prune;

import dev.dither.nn.LayerSpec;
import dev.dither.tensor.Shape;
import dev.dither.train.Recipe;
import java.util.List;
import java.util.Optional;

/**
 * How to prune.
 *
 * @param criterion which unit goes next
 * @param budgets how far; limits on the error hold throughout, goals end the pruning once all are reached
 * @param fineTuning objective, optimizer, batch size and augmentation between removals; its epochs and patience are not
 *     used, its schedule spans the mini-batches of one step
 * @param pace how much is done at each step
 * @param prunable what may go
 * @param leastUnits how many units of a layer always stay, but for dead ones
 * @param counting what counts as size and memory
 * @param ending training after the last removal, to convergence; empty for none
 * @param latency measure of latency, for budgets of it; empty without any
 */
public record Pruning(
        Criterion criterion,
        List<Budget> budgets,
        Recipe fineTuning,
        Pace pace,
        Prunable prunable,
        int leastUnits,
        Counting counting,
        Optional<Recipe> ending,
        Optional<Latency> latency) {
    /**
     * How much is done at each step.
     *
     * <p>Numerics: more examples make a steadier rank; docs/benchmarks.md has the time of a step of LeNet-5.
     *
     * @param miniBatches number of mini-batches of fine-tuning behind each removal, 0 for none
     * @param perPercent number of further ones for each percent of the unpruned network's multiplications that a removal saves:
     *     what costs more does more
     * @param rankedBy number of training examples that scores are computed from, drawn anew for each step
     * @param measuredEvery number of steps between two looks at the validation error
     */
    public record Pace(int miniBatches, int perPercent, int rankedBy, int measuredEvery) {
        /** 30 mini-batches, ranked by 64 examples, measured at every step. */
        public static final Pace DEFAULT = new Pace(30, 64, 1);

        /** As many mini-batches whatever is removed. */
        public Pace(int miniBatches, int rankedBy, int measuredEvery) {
            this(miniBatches, 0, rankedBy, measuredEvery);
        }

        /** Checks. */
        public Pace {
            require(perPercent >= 0, "pace.perPercent must be >= 0, got ", perPercent);
            require(miniBatches >= 0, "pace.miniBatches must be >= 0, got ", miniBatches);
            require(rankedBy >= 1, "pace.rankedBy must be at least 1, got ", rankedBy);
            require(measuredEvery >= 1, "pace.measuredEvery must be at least 1, got ", measuredEvery);
        }

        /** Returns the number of mini-batches behind a removal that saves so many percent of the multiplications. */
        int miniBatches(double percent) {
            return Math.toIntExact(Math.addExact((long) miniBatches, Math.round(perPercent * percent)));
        }
    }

    /** Copies and checks. */
    public Pruning {
        budgets = List.copyOf(budgets);
        require(leastUnits >= 1, "pruning.leastUnits must be at least 1, got ", leastUnits);
        require(!budgets.isEmpty(), "pruning.budgets must have an entry, got ", budgets.size());
    }

    private static void require(boolean holds, String message, int value) {
        if (!holds) {
            throw new IllegalArgumentException(message + value);
        }
    }

    /** Returns a pruning of hidden units at the default pace, without training at the end. */
    public static Pruning of(Criterion criterion, Recipe fineTuning, Budget... budgets) {
        return new Pruning(
                criterion,
                List.of(budgets),
                fineTuning,
                Pace.DEFAULT,
                Prunable.HIDDEN_UNITS,
                1,
                Counting.VGG,
                Optional.empty(),
                Optional.empty());
    }

    /** Returns this at another pace. */
    public Pruning with(Pace other) {
        return new Pruning(criterion, budgets, fineTuning, other, prunable, leastUnits, counting, ending, latency);
    }

    /** Returns this with another choice of what may go. */
    public Pruning with(Prunable other) {
        return new Pruning(criterion, budgets, fineTuning, pace, other, leastUnits, counting, ending, latency);
    }

    /** Returns this with so many units of each layer that always stay. */
    public Pruning leaving(int units) {
        return new Pruning(criterion, budgets, fineTuning, pace, prunable, units, counting, ending, latency);
    }

    /** Returns this with another way of counting. */
    public Pruning with(Counting other) {
        return new Pruning(criterion, budgets, fineTuning, pace, prunable, leastUnits, other, ending, latency);
    }

    /** Returns this with training after the last removal. */
    public Pruning endingWith(Recipe recipe) {
        return new Pruning(
                criterion, budgets, fineTuning, pace, prunable, leastUnits, counting, Optional.of(recipe), latency);
    }

    /** Returns this with a measure of latency. */
    public Pruning with(Latency measure) {
        return new Pruning(
                criterion, budgets, fineTuning, pace, prunable, leastUnits, counting, ending, Optional.of(measure));
    }

    /**
     * Refuses goals that can be told from the layers alone to be met already or never, before anything is trained.
     *
     * @param input shape of one example
     * @param specs the unpruned layers
     * @throws IllegalArgumentException in one line, naming the budget
     */
    public void requireReachable(Shape input, List<LayerSpec> specs) {
        new Bounds(this, Complexity.of(input, specs, counting)).requireReachable(input, specs);
    }

    /**
     * Returns how much of the way to the goals is done, from 0 to 1: that of the goal that is furthest. Latency does not
     * count; where no goal does, the part of the multiplications that is gone.
     *
     * @param unpruned complexity before the first removal
     * @param now complexity of what is left
     */
    public double progress(Complexity unpruned, Complexity now) {
        return new Bounds(this, unpruned).progress(now);
    }
}
