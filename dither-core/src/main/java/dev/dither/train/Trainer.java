package dev.dither.train;

import dev.dither.data.Augmentation;
import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.nn.Parameters;
import dev.dither.objective.Batch;
import dev.dither.objective.Objective;
import dev.dither.optim.OptimizerState;
import dev.dither.predict.Predictive;
import dev.dither.predict.Predictor;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Trains one network; never sees a test set. */
public final class Trainer implements AutoCloseable {
    private final Network network;
    private final Recipe recipe;
    private final RandomKey root;
    private final OptimizerState state;
    private int epochsDone;

    /** Prepares to train a network with the streams below {@code root}. */
    public Trainer(Network network, Recipe recipe, RandomKey root) {
        this.network = network;
        this.recipe = recipe;
        this.root = root;
        this.state = recipe.optimizer().init(network.trained());
    }

    /** Returns the number of finished epochs. */
    public int epochsDone() {
        return epochsDone;
    }

    /** Returns all that is needed to go on later. */
    public Checkpoint checkpoint() {
        try (Scope scope = Scope.open()) {
            return new Checkpoint(
                    epochsDone,
                    state.steps(),
                    network.trained().toArrays(),
                    network.tracked().toArrays(),
                    state.toArrays());
        }
    }

    /** Goes back to a checkpoint of the same network and recipe. */
    public void resume(Checkpoint checkpoint) {
        try (Scope scope = Scope.open();
                Gradients.Off off = Gradients.off()) {
            network.trained().assign(checkpoint.parameters());
            network.tracked().assign(checkpoint.buffers());
            state.assign(checkpoint.steps(), checkpoint.optimizer());
            epochsDone = checkpoint.epoch();
        }
    }

    /**
     * Trains until the epochs or the patience of the recipe are over, from where this trainer stands; the network then has
     * the newest values, {@link #resume} brings back the best ones.
     *
     * @param validation what epochs are compared on
     * @param listener told of each epoch
     * @throws DivergedException if the loss is not finite
     */
    public Standing fit(Examples training, Examples validation, Consumer<EpochEnded> listener) {
        Optional<Standing> standing = Optional.empty();
        while (standing.isEmpty() || !standing.get().ends(recipe)) {
            EpochEnded ended = epoch(training, validation);
            standing = Optional.of(Standing.after(standing, checkpoint(), ended));
            listener.accept(ended);
        }
        return standing.get();
    }

    /**
     * Trains one epoch, measured on nothing.
     *
     * @throws DivergedException if the loss is not finite
     */
    public EpochEnded epoch(Examples training) {
        return epoch(training, training.subset(new int[0]));
    }

    /**
     * Trains one epoch.
     *
     * @param validation measured afterwards as the recipe says; may be empty
     * @throws DivergedException if the loss is not finite
     */
    public EpochEnded epoch(Examples training, Examples validation) {
        long start = System.nanoTime();
        int steps = recipe.stepsPerPass(training.size());
        Map<String, Double> sums = new TreeMap<>();
        double factor = 1;
        for (int pass = epochsDone * recipe.passes(); pass < (epochsDone + 1) * recipe.passes(); pass++) {
            int[] order = root.child(Stream.ORDER).child(pass).permutation(training.size());
            for (int step = 0; step < steps; step++) {
                Moment now = moment(pass, step, steps);
                factor = now.factor();
                step(training, order, now, sums);
            }
        }
        sums.replaceAll((name, sum) -> sum / (recipe.passes() * steps));
        epochsDone++;
        double seconds = (System.nanoTime() - start) * 1e-9;
        return new EpochEnded(epochsDone, sums, measure(validation), factor, seconds);
    }

    /**
     * What schedules make of a step.
     *
     * @param pass number of the pass over the training examples, in all epochs
     * @param step number of the step in its pass
     * @param factor of the learning rate
     * @param objective what is minimized
     */
    private record Moment(int pass, int step, double factor, Objective objective) {}

    private Moment moment(int pass, int step, int steps) {
        long done = pass * (long) steps + step;
        long total = recipe.epochs() * (long) recipe.passes() * steps;
        return new Moment(
                pass,
                step,
                recipe.schedule().factor(done, total),
                recipe.objective().at(done, total));
    }

    private void step(Examples training, int[] order, Moment now, Map<String, Double> sums) {
        try (Scope scope = Scope.open()) {
            int from = now.step() * recipe.batchSize();
            int[] chosen = Arrays.copyOfRange(order, from, Math.min(from + recipe.batchSize(), training.size()));
            Batch batch = new Batch(features(training, chosen, now.pass()), labels(training, chosen));
            RandomKey key = root.child(Stream.TRAIN_NOISE).child(state.steps());
            RandomKey noise = root.child(Stream.UPDATE_NOISE).child(state.steps());
            StepOracle oracle =
                    new StepOracle(new StepOracle.Setting(network, now.objective(), state.steps() + 1), batch, key);
            recipe.optimizer().step(network.trained(), state, oracle, now.factor(), noise);
            oracle.terms().forEach((name, value) -> sums.merge(name, value, Double::sum));
        }
    }

    private Tensor features(Examples examples, int[] chosen, int pass) {
        if (recipe.augmentation().equals(Augmentation.none())) {
            return examples.gather(chosen);
        }
        RandomKey key = root.child(Stream.AUGMENT).child(pass);
        int length = examples.featureCount();
        int[] shape = examples.exampleShape();
        float[] values = new float[length * chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            examples.copyFeatures(chosen[i], values, i * length);
            recipe.augmentation().apply(values, i * length, shape, key.child(chosen[i]));
        }
        return Tensor.of(values, examples.shape().batched(chosen.length));
    }

    private static Tensor labels(Examples examples, int[] chosen) {
        return Tensor.ofLabels(examples.labels(chosen));
    }

    private Map<String, Double> measure(Examples validation) {
        if (validation.size() == 0) {
            return Map.of();
        }
        Predictive found =
                new Predictor(network, recipe.validatedBy(), root.child(Stream.EVALUATION)).predict(validation);
        int[] labels = validation.labels();
        return Map.of(EpochEnded.ACCURACY, found.accuracy(labels), EpochEnded.NLL, found.nll(labels));
    }

    /** Returns how it is trained. */
    public Recipe recipe() {
        return recipe;
    }

    /** Returns the network being trained. */
    public Network network() {
        return network;
    }

    /** Returns the trained parameters. */
    public Parameters parameters() {
        return network.trained();
    }

    @Override
    public void close() {
        state.close();
    }
}
