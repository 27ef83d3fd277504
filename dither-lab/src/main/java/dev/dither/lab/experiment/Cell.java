package dev.dither.lab.experiment;

import dev.dither.data.Examples;
import dev.dither.data.Split;
import dev.dither.lab.run.Row;
import dev.dither.lab.run.RunException;
import dev.dither.labels.NoisyLabels;
import dev.dither.nn.Network;
import dev.dither.predict.Inference;
import dev.dither.predict.Predictive;
import dev.dither.predict.Predictor;
import dev.dither.predict.Ranking;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.train.EpochEnded;
import dev.dither.train.Recipe;
import dev.dither.train.Standing;
import dev.dither.train.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/** One training of one method at one noise rate with one seed, and its figures. */
final class Cell {
    private static final String LAST_FIGURE = "testEceBest";

    private final Plan plan;
    private final String run;
    private final CellId id;
    private final RandomKey root;
    private final List<Row> rows = new ArrayList<>();

    Cell(Plan plan, String run, CellId id) {
        this.plan = plan;
        this.run = run;
        this.id = id;
        // the methods of one seed share data, labels and order: differences between them are paired
        this.root = RandomKey.root(id.seed());
    }

    /** What a cell leaves: its rows, its model file, and the trained network's judgement of the training examples. */
    record Result(
            List<Row> rows,
            byte[] model,
            Examples noisy,
            NoisyLabels labels,
            Predictive training,
            Examples test,
            Predictive tested) {}

    /** Returns whether all rows of a cell are among {@code rows}; the last figure is written last. */
    static boolean finished(List<Row> rows, CellId id) {
        return rows.stream().anyMatch(row -> belongs(row, id) && row.metric().equals(LAST_FIGURE + id.metricEnding()));
    }

    static boolean belongs(Row row, CellId id) {
        return row.seed() == id.seed()
                && row.method().equals(id.method())
                && row.metric().endsWith(id.metricEnding());
    }

    /**
     * Trains and measures; the test set is looked at once, after training.
     *
     * @param from where to go on, or empty to start
     * @param listener called after each epoch
     */
    Result run(LoadedData data, Optional<CellState> from, BiConsumer<EpochEnded, CellState> listener) {
        Examples train = data.train();
        Examples test = data.test();
        NoisyLabels labels = plan.labelNoise()
                .at(id.noiseRate())
                .corrupt(train.labels(), train.classes(), root.child(Stream.LABEL_NOISE));
        Examples noisy = train.withLabels(labels.labels());
        Split split = Split.of(noisy, plan.validationFraction(), root.child(Stream.SPLIT));
        Plan.Method spec = plan.method(id.method());
        try (Network network = Network.build(train.shape(), spec.network(plan.hidden(), train.classes()), root);
                Trainer trainer = new Trainer(network, plan.recipe(spec), root)) {
            CellState state = trained(trainer, split, from, listener);
            row("validationAccuracyBest", state.standing().bestAccuracy(), 0);
            Predictive tested = evaluated(network, test, "", new Inference.Mean());
            if (tested.stochastic()) {
                evaluated(network, test, "", new Inference.Draws(plan.draws()));
            }
            Predictive training = predictor(network, new Inference.Mean()).predict(noisy);
            ranked(training, labels);
            byte[] model = ModelFile.of(plan, id, network, data).bytes(network);
            trainer.resume(state.best());
            evaluated(network, test, "Best", new Inference.Mean());
            return new Result(rows, model, noisy, labels, training, test, tested);
        }
    }

    private CellState trained(
            Trainer trainer, Split split, Optional<CellState> from, BiConsumer<EpochEnded, CellState> listener) {
        Recipe recipe = plan.recipe(plan.method(id.method()));
        from.ifPresent(state -> resume(trainer, state));
        Optional<CellState> state = from;
        while (state.isEmpty() || !state.get().standing().ends(recipe)) {
            EpochEnded ended = trainer.epoch(split.train(), split.validation());
            Standing now = Standing.after(state.map(CellState::standing), trainer.checkpoint(), ended);
            state = Optional.of(new CellState(id, now));
            listener.accept(ended, state.get());
        }
        return state.orElseThrow();
    }

    private void resume(Trainer trainer, CellState state) {
        try {
            trainer.resume(state.last());
        } catch (IllegalArgumentException e) {
            throw new RunException(
                    "checkpoint of run " + run + ": does not fit its plan: " + e.getMessage()
                            + "; delete the folder checkpoint and resume again: that cell then starts over",
                    e);
        }
    }

    private Predictor predictor(Network network, Inference inference) {
        return new Predictor(network, inference, root.child(Stream.EVALUATION));
    }

    private Predictive evaluated(Network network, Examples test, String which, Inference inference) {
        Predictive found = predictor(network, inference).predict(test);
        int[] labels = test.labels();
        row("testAccuracy" + which, found.accuracy(labels), found.draws());
        row("testNll" + which, found.nll(labels), found.draws());
        row("testBrier" + which, found.brier(labels), found.draws());
        row("testEce" + which, found.calibrationError(labels), found.draws());
        return found;
    }

    private void ranked(Predictive training, NoisyLabels labels) {
        if (labels.flipCount() > 0) {
            row("aurocLikelihood", Ranking.auroc(suspicion(training, labels.labels()), labels.flips()), 0);
            if (training.stochastic()) {
                row("aurocStddev", Ranking.auroc(stddev(training), labels.flips()), 0);
            }
        }
    }

    static double[] suspicion(Predictive found, int[] labels) {
        double[] scores = new double[labels.length];
        for (int i = 0; i < labels.length; i++) {
            scores[i] = -found.probability(i, labels[i]);
        }
        return scores;
    }

    private static double[] stddev(Predictive found) {
        double[] scores = new double[found.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = found.stddev(i);
        }
        return scores;
    }

    private void row(String metric, double value, int draws) {
        String name = metric + id.metricEnding();
        rows.add(new Row(run, id.seed(), id.method(), name, value, draws, OptionalDouble.empty()));
    }
}
