package dev.dither.lab.experiment;

import dev.dither.data.Examples;
import dev.dither.data.Split;
import dev.dither.lab.run.Row;
import dev.dither.labels.NoisyLabels;
import dev.dither.nn.Network;
import dev.dither.predict.Inference;
import dev.dither.predict.Predictive;
import dev.dither.predict.Predictor;
import dev.dither.predict.Ranking;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.train.Checkpoint;
import dev.dither.train.EpochEnded;
import dev.dither.train.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** One training of one method at one noise rate with one seed, and its figures. */
final class Cell {
    private final Plan plan;
    private final String run;
    private final String method;
    private final double rate;
    private final long seed;
    private final RandomKey root;
    private final List<Row> rows = new ArrayList<>();

    Cell(Plan plan, String run, String method, double rate, long seed) {
        this.plan = plan;
        this.run = run;
        this.method = method;
        this.rate = rate;
        this.seed = seed;
        // the methods of one seed share data, labels and order: differences between them are paired
        this.root = RandomKey.root(seed);
    }

    /** What a cell leaves: its rows, and the trained network's judgement of the training examples. */
    record Result(
            List<Row> rows,
            Examples noisy,
            NoisyLabels labels,
            Predictive training,
            Examples test,
            Predictive tested,
            Checkpoint last) {}

    /** Trains and measures; the test set is looked at once, after training. */
    Result run(Examples train, Examples test, Consumer<EpochEnded> listener) {
        NoisyLabels labels =
                plan.labelNoise().at(rate).corrupt(train.labels(), train.classes(), root.child(Stream.LABEL_NOISE));
        Examples noisy = train.withLabels(labels.labels());
        Split split = Split.of(noisy, plan.validationFraction(), root.child(Stream.SPLIT));
        Plan.Method spec = plan.methods().get(method);
        try (Network network =
                        Network.build(Predictor.shape(train), spec.network(plan.hidden(), train.classes()), root);
                Trainer trainer = new Trainer(network, plan.recipe(spec), root)) {
            Checkpoint best = trained(trainer, split, listener);
            Checkpoint last = trainer.checkpoint();
            Predictive tested = evaluated(network, test, "", new Inference.Mean());
            if (tested.stochastic()) {
                evaluated(network, test, "", new Inference.Draws(plan.draws()));
            }
            Predictive training = predictor(network, new Inference.Mean()).predict(noisy);
            ranked(training, labels);
            trainer.resume(best);
            evaluated(network, test, "Best", new Inference.Mean());
            return new Result(rows, noisy, labels, training, test, tested, last);
        }
    }

    private Checkpoint trained(Trainer trainer, Split split, Consumer<EpochEnded> listener) {
        Checkpoint best = null;
        double bestAccuracy = -1;
        for (int epoch = 0; epoch < plan.training().epochs(); epoch++) {
            EpochEnded ended = trainer.epoch(split.train(), split.validation());
            listener.accept(ended);
            double accuracy = ended.validation().getOrDefault("validationAccuracy", 0.0);
            if (accuracy > bestAccuracy) {
                bestAccuracy = accuracy;
                best = trainer.checkpoint();
            }
        }
        row("validationAccuracyBest", bestAccuracy, 0);
        return best;
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
        String name = metric + String.format(Locale.ROOT, "@noise=%s", rate);
        rows.add(new Row(run, seed, method, name, value, draws, OptionalDouble.empty()));
    }
}
