package dev.dither.bench;

import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.rng.RandomKey;
import dev.dither.train.Recipe;
import dev.dither.train.Trainer;

/** Epochs of the library's own trainer; the unit is a step. */
final class Training implements Workload {
    private final Network network;
    private final Trainer trainer;
    private final Examples examples;
    private final Examples none;
    private final long stepsPerEpoch;

    private Training(Network network, Recipe recipe, Examples examples) {
        this.network = network;
        this.trainer = new Trainer(network, recipe, RandomKey.root(3));
        this.examples = examples;
        this.none = examples.subset(new int[0]);
        this.stepsPerEpoch = examples.size() / recipe.batchSize();
    }

    /** Returns a training of a network, which it closes. */
    static Training of(Network network, Recipe recipe, Examples examples) {
        return new Training(network, recipe, examples);
    }

    /** Returns a training with the epochs for measuring speed. */
    static Training of(Subject subject) {
        return of(subject, subject.recipe());
    }

    /** Returns a training whose epoch has this many steps. */
    static Training of(Subject subject, int stepsPerEpoch) {
        return new Training(subject.network(), subject.recipe(), subject.examples(stepsPerEpoch * subject.batchSize()));
    }

    /** Returns a training by another recipe, with the epochs for measuring speed. */
    static Training of(Subject subject, Recipe recipe) {
        return new Training(subject.network(), recipe, subject.examples(subject.epochSize()));
    }

    @Override
    public long run() {
        trainer.epoch(examples, none);
        return stepsPerEpoch;
    }

    @Override
    public void close() {
        trainer.close();
        network.close();
    }
}
