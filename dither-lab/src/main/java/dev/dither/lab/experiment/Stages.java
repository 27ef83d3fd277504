package dev.dither.lab.experiment;

import dev.dither.data.Examples;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.RunException;
import dev.dither.labels.TransitionEstimate;
import dev.dither.labels.TransitionMatrix;
import dev.dither.nn.Network;
import dev.dither.objective.AsGiven;
import dev.dither.objective.LabelLoss;
import dev.dither.predict.Inference;
import dev.dither.predict.Predictive;
import dev.dither.train.EpochEnded;
import dev.dither.train.Recipe;
import dev.dither.train.Standing;
import dev.dither.train.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The trainings of one cell, from where they stand.
 *
 * <p>Where the loss needs an estimate of the noise, a network is trained on the labels as given by the same recipe, noise and
 * penalties included. The estimate is read from what the mean of that network, with the values after the epoch of the
 * lowest validation loss, predicts for all training examples. The last stage starts over from the same keys, so that it
 * can be paired with every other method of the seed.
 *
 * <p>Members of an ensemble are trained one after another, the first from the keys of the cell, so that it is the network of
 * the same method without members, and each of the others from keys of its own; they see the same labels and the same split.
 * Those that are trained are kept in files until the cell has its rows.
 *
 * <p>Reference: G. Patrini et al., Making Deep Neural Networks Robust to Label Noise: a Loss Correction Approach, 2017,
 * Algorithm 1.
 */
final class Stages {
    private final Plan plan;
    private final RunDirectory run;
    private final CellId id;
    private final GivenLabels given;
    private final BiConsumer<EpochEnded, CellState> listener;

    /** Prepares to train; the listener is called after each epoch of each stage. */
    Stages(Plan plan, RunDirectory run, CellId id, GivenLabels given, BiConsumer<EpochEnded, CellState> listener) {
        this.plan = plan;
        this.run = run;
        this.id = id;
        this.given = given;
        this.listener = listener;
    }

    /**
     * Returns the estimate that the last stage needs, empty where it needs none; what is left to train for it is trained.
     *
     * @throws RunException if the predictions do not give one
     */
    Optional<TransitionMatrix> estimate(Optional<CellState> from) {
        Stage first = id.firstStage(plan);
        Optional<CellState> last = from.filter(state -> state.stage().evaluated());
        if (first.evaluated() || last.isPresent()) {
            return last.flatMap(CellState::estimate);
        }
        try (Network network = network(first);
                Trainer trainer = trainer(network, new AsGiven(), first)) {
            trainer.resume(trained(trainer, first, Optional.empty(), from).best());
            return Optional.of(estimated(
                    Trained.predictor(id, network, new Inference.Mean()).predict(given.examples())));
        }
    }

    private TransitionMatrix estimated(Predictive judged) {
        try {
            return TransitionEstimate.from(judged, method().anchorRule()).matrix();
        } catch (IllegalArgumentException e) {
            throw new RunException(id.label(plan) + ", seed " + id.seed() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Trains what is left of the networks that are evaluated, and returns where each ended: the network of the last stage, or
     * all members.
     */
    List<CellState> evaluated(Optional<TransitionMatrix> estimate, Optional<CellState> from) {
        LabelLoss likelihood = likelihood(estimate);
        Stage first = id.firstStage(plan);
        List<CellState> ended = new ArrayList<>();
        for (int number = 1; number <= first.of(); number++) {
            Stage stage = first.at(number);
            if (stage.evaluated()) {
                ended.add(ended(stage, likelihood, estimate, from));
            }
        }
        return ended;
    }

    private CellState ended(
            Stage stage, LabelLoss likelihood, Optional<TransitionMatrix> estimate, Optional<CellState> from) {
        if (from.isPresent() && from.get().stage().number() > stage.number()) {
            return CellState.kept(run, id, stage);
        }
        try (Network network = network(stage);
                Trainer trainer = trainer(network, likelihood, stage)) {
            CellState state = trained(
                            trainer,
                            stage,
                            estimate,
                            from.filter(begun -> begun.stage().equals(stage)))
                    .ended();
            if (!stage.last()) {
                state.keep(run);
            }
            return state;
        }
    }

    /** Returns the loss of the last stage. */
    private LabelLoss likelihood(Optional<TransitionMatrix> estimate) {
        try {
            return method().likelihood(estimate.orElse(given.labels().transition()));
        } catch (IllegalArgumentException e) {
            throw new RunException(id.label(plan) + ", seed " + id.seed() + ": " + e.getMessage(), e);
        }
    }

    /** Returns a new network; every stage and every method of one shape begins with the same values, members but the first do not. */
    Network network(Stage stage) {
        Examples train = given.examples();
        return Network.build(train.shape(), plan.layers(id.method(), train), id.root(stage));
    }

    private Trainer trainer(Network network, LabelLoss likelihood, Stage stage) {
        return new Trainer(network, recipe(likelihood), id.root(stage));
    }

    /** Returns how the networks that are evaluated are trained. */
    Recipe recipe(Optional<TransitionMatrix> estimate) {
        return recipe(likelihood(estimate));
    }

    private Recipe recipe(LabelLoss likelihood) {
        return plan.recipe(method(), likelihood, given.split().train().size());
    }

    private Method method() {
        return plan.method(id.method());
    }

    private CellState trained(
            Trainer trainer, Stage stage, Optional<TransitionMatrix> estimate, Optional<CellState> from) {
        Standing.Choice choice = stage.evaluated() ? Standing.Choice.ACCURACY : Standing.Choice.NLL;
        WatchedWeights weights = WatchedWeights.of(plan, id, given);
        from.ifPresent(state -> resume(trainer, state));
        Optional<CellState> state = from;
        while (state.isEmpty() || !state.get().standing().ends(trainer.recipe())) {
            EpochEnded trained = given.watched(
                    trainer.epoch(given.split().train(), given.split().validation()),
                    Trained.predictor(id, trainer.network(), new Inference.Mean()));
            EpochEnded ended = weights.after(trained, trainer.network());
            Standing now = Standing.after(state.map(CellState::standing), trainer.checkpoint(), ended, choice);
            state = Optional.of(new CellState(id, stage, estimate, now));
            listener.accept(ended, state.get());
        }
        return state.orElseThrow();
    }

    private void resume(Trainer trainer, CellState state) {
        try {
            trainer.resume(state.last());
        } catch (IllegalArgumentException e) {
            throw new RunException(
                    "checkpoint of run " + run.name() + ": does not fit its plan: " + e.getMessage()
                            + "; delete the folder checkpoint and resume again: that cell then starts over",
                    e);
        }
    }
}
