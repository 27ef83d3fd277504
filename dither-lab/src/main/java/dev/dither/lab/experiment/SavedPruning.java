package dev.dither.lab.experiment;

import dev.dither.data.Examples;
import dev.dither.data.Split;
import dev.dither.lab.key.Require;
import dev.dither.lab.source.LoadedData;
import dev.dither.nn.Network;
import dev.dither.objective.CrossEntropy;
import dev.dither.objective.MaxEntropy;
import dev.dither.objective.Objective;
import dev.dither.prune.Ledger;
import dev.dither.prune.Pruned;
import dev.dither.prune.Pruning;
import dev.dither.prune.PruningEvent;
import dev.dither.prune.PruningLoop;
import dev.dither.prune.Widths;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.tensor.Shape;
import dev.dither.train.Recipe;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The pruning of a network from a model file, outside of any run.
 *
 * <p>Fine-tuning is by cross-entropy, for a network with stochastic layers with the penalty of pruning. Unless the labels are
 * those that the network was {@linkplain #asGiven given}, they are those of the files, and the tenth of the training examples
 * that errors are measured on is the one that a run of the network's seed does not train on.
 *
 * @param file description of the network
 * @param settings how to prune
 * @param data the examples, as the network takes them
 * @param split the training examples to fine-tune on, and those to measure errors on
 * @param batchSize examples in a step of fine-tuning
 * @param seed seed of the pruning
 */
public record SavedPruning(ModelFile file, PrunePlan settings, LoadedData data, Split split, int batchSize, long seed) {
    private static final double VALIDATION_FRACTION = 0.1;
    private static final double WEIGHT_DECAY = 0;

    /**
     * What came of it.
     *
     * @param before the network of the file
     * @param after what is left of it
     * @param ledger what went
     * @param ending why it ended
     * @param model bytes of the model file of what is left
     */
    public record Outcome(Cost before, Cost after, Ledger ledger, Pruned.Ending ending, byte[] model) {}

    /** Checks that the network can be pruned like this on these examples. */
    public SavedPruning {
        Require.that(batchSize >= 1, "batch size must be at least 1, got " + batchSize);
        Examples train = data.train();
        Shape input = new Shape(file.input());
        Require.that(
                train.shape().equals(input) && train.classes() == file.classes(),
                "the network takes " + input + " and " + file.classes() + " classes, " + train.name() + " has "
                        + train.shape() + " and " + train.classes());
        Require.that(
                file.classNames().isEmpty() || file.classNames().equals(data.classNames()),
                "the network knows the classes " + file.classNames() + ", " + train.name() + " has "
                        + data.classNames());
        Require.that(
                settings.by() != PrunePlan.By.ENTROPY || !file.noiseSites().isEmpty(),
                "no layer of the network is stochastic, so its units have no entropy; rank them by taylor, magnitude"
                        + " or random");
        Require.that(
                !Widths.of(input, file.layers()).units().isEmpty(),
                "the network has no hidden layer, so no units that may go");
    }

    /**
     * Returns the pruning of a saved network.
     *
     * @param data the examples as they are in their files
     */
    public static SavedPruning of(ModelFile file, PrunePlan settings, LoadedData data, int batchSize, long seed) {
        LoadedData taken = data.standardized(Optional.ofNullable(file.standardization()));
        RandomKey key = RandomKey.root(file.seed()).child(Stream.SPLIT);
        Split split = Split.of(taken.train(), VALIDATION_FRACTION, key);
        return new SavedPruning(file, settings, taken, split, batchSize, seed);
    }

    /** Returns this on the labels and the split that the network was trained with; the data must be that of its origin. */
    public SavedPruning asGiven(Origin origin) {
        return new SavedPruning(file, settings, data, origin.split(data), batchSize, seed);
    }

    /**
     * Prunes.
     *
     * @param network the network of the file; stays as it is
     * @param listener told of each network that was looked at, and how much of the way to the goals is done, from 0 to 1
     */
    public Outcome run(Network network, BiConsumer<Ledger.Standing, Double> listener) {
        Pruning pruning = settings.pruning(settings.by(), recipe(), WEIGHT_DECAY, data.test());
        PruningLoop loop = new PruningLoop(pruning, RandomKey.root(seed).child(Stream.PRUNING));
        Pruned pruned = loop.run(network, split, event -> {
            if (event instanceof PruningEvent.Resumable now) {
                Ledger.Standing last = now.ledger().last();
                listener.accept(last, pruning.progress(now.ledger().unpruned().complexity(), last.complexity()));
            }
        });
        try (Network left = pruned.network()) {
            byte[] model = file.with(left).bytes(left);
            Ledger ledger = pruned.ledger();
            int before = file.bytes(network).length;
            return new Outcome(
                    Cost.of(network, ledger.unpruned(), before, data.test()),
                    Cost.of(left, ledger.last(), model.length, data.test()),
                    ledger,
                    pruned.ending(),
                    model);
        }
    }

    private Recipe recipe() {
        CrossEntropy plain = CrossEntropy.plain();
        Objective objective = file.noiseSites().isEmpty() ? plain : plain.plus(MaxEntropy.forPruning());
        return Recipe.of(objective, settings.optimizer().at(settings.learningRate(), WEIGHT_DECAY), 1, batchSize);
    }
}
