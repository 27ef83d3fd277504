package dev.dither.lab.experiment;

import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.rng.RandomKey;
import dev.dither.train.DivergedException;
import dev.dither.train.Recipe;
import dev.dither.train.Trainer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A few steps of a training on a network that is thrown away, to see what a step costs.
 *
 * <p>Numerics: nothing of it is kept, and no draw of the run is touched; only a clock is read.
 *
 * @param networks makes such a network
 * @param recipe how it is trained
 * @param train gives examples in the form that it is trained on, some at least; asked only where steps are taken
 */
record Trial(Supplier<Network> networks, Recipe recipe, Supplier<Examples> train) {
    /** Multiplications a second that any machine manages. */
    private static final double SLOW = 2e9;

    /** What a step costs besides. */
    private static final double BESIDES = 1e-3;

    /** Forward, and backward to activations and to parameters. */
    private static final int PASSES = 3;

    private static final int TRIED = 2;

    /** Returns a rough cost from a count of multiplications. */
    StepCost counted() {
        try (Network network = networks.get()) {
            Footprint footprint = Footprint.of(network);
            double multiplications = (double) PASSES * recipe.batchSize() * footprint.multiplications();
            return StepCost.of(footprint, recipe.batchSize(), 0, BESIDES + multiplications / SLOW);
        }
    }

    /** Returns the cost of steps that are taken now. */
    StepCost tried() {
        Examples given = train.get();
        int batch = Math.min(recipe.batchSize(), given.size());
        try (Network network = networks.get()) {
            taken(network, first(given, batch)); // the first step of a process is slower than all others
            Taken taken = taken(network, first(given, Math.min(TRIED * batch, given.size())));
            return StepCost.of(Footprint.of(network), batch, taken.memory(), taken.seconds() * batch);
        } catch (DivergedException e) { // the run itself will say so
            return counted();
        }
    }

    /**
     * What some steps took.
     *
     * @param seconds an example
     * @param memory numbers that the optimizer keeps
     */
    private record Taken(double seconds, long memory) {}

    private Taken taken(Network network, Examples examples) {
        try (Trainer trainer = new Trainer(network, recipe.withPasses(1), RandomKey.root(0))) {
            double seconds = trainer.epoch(examples).seconds();
            long memory = trainer.checkpoint().optimizer().values().stream()
                    .mapToLong(values -> values.length)
                    .sum();
            return new Taken(seconds / examples.size(), memory);
        }
    }

    private static Examples first(Examples given, int count) {
        return given.subset(IntStream.range(0, count).toArray());
    }
}
