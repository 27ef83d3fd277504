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
import dev.dither.train.Standing;
import dev.dither.train.Trainer;
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

    /** Returns the stage in which a cell begins. */
    static Stage first(Study study, CellId id) {
        return new Stage(1, id.stages(study));
    }

    /**
     * Returns the estimate that the last stage needs, empty where it needs none; what is left to train for it is trained.
     *
     * @throws RunException if the predictions do not give one
     */
    Optional<TransitionMatrix> estimate(Optional<CellState> from) {
        Stage first = first(plan, id);
        Optional<CellState> last = from.filter(state -> state.stage().last());
        if (first.last() || last.isPresent()) {
            return last.flatMap(CellState::estimate);
        }
        try (Network network = network();
                Trainer trainer = trainer(network, new AsGiven())) {
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

    /** Trains the last stage, where it is not over. */
    CellState last(Trainer trainer, Optional<TransitionMatrix> estimate, Optional<CellState> from) {
        int of = id.stages(plan);
        return trained(
                trainer,
                new Stage(of, of),
                estimate,
                from.filter(state -> state.stage().last()));
    }

    /** Returns the loss of the last stage. */
    LabelLoss likelihood(Optional<TransitionMatrix> estimate) {
        try {
            return method().likelihood(estimate.orElse(given.labels().transition()));
        } catch (IllegalArgumentException e) {
            throw new RunException(id.label(plan) + ", seed " + id.seed() + ": " + e.getMessage(), e);
        }
    }

    /** Returns a new network; every stage and every method of one shape begins with the same values. */
    Network network() {
        Examples train = given.examples();
        return Network.build(train.shape(), plan.layers(id.method(), train.classes()), id.root());
    }

    /** Returns a trainer at the beginning of a stage. */
    Trainer trainer(Network network, LabelLoss likelihood) {
        return new Trainer(
                network, plan.recipe(method(), likelihood, given.split().train().size()), id.root());
    }

    private Method method() {
        return plan.method(id.method());
    }

    private CellState trained(
            Trainer trainer, Stage stage, Optional<TransitionMatrix> estimate, Optional<CellState> from) {
        Standing.Choice choice = stage.last() ? Standing.Choice.ACCURACY : Standing.Choice.NLL;
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
