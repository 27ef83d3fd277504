package dev.dither.examples;

import dev.dither.data.Examples;
import dev.dither.data.KnownData;
import dev.dither.labels.ClassFlip;
import dev.dither.labels.NoisyLabels;
import dev.dither.nn.Network;
import dev.dither.nn.Networks;
import dev.dither.objective.CrossEntropy;
import dev.dither.objective.MaxEntropy;
import dev.dither.objective.Objective;
import dev.dither.optim.Adam;
import dev.dither.predict.Inference;
import dev.dither.predict.Predictive;
import dev.dither.predict.Predictor;
import dev.dither.predict.Ranking;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.train.Recipe;
import dev.dither.train.Trainer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Finds wrong labels: trains on a set of which 40 % are wrong and ranks the training examples by suspicion. */
public final class WrongLabels {
    private WrongLabels() {}

    /** Prints how well the ranking finds the wrong labels, and how many are wrong among the most suspicious. */
    public static void main(String[] args) {
        RandomKey root = RandomKey.root(3);
        Examples clean = KnownData.DIGITS.load(Path.of("data")).train();
        NoisyLabels noisy = corrupted(clean, root);
        double[] suspicion = suspicion(clean.withLabels(noisy.labels()), root);
        long wrong = wrongAmong(100, suspicion, noisy);
        System.out.printf(
                Locale.ROOT, "AUROC                           %.3f%n", Ranking.auroc(suspicion, noisy.flips()));
        System.out.printf(Locale.ROOT, "wrong among 100 most suspicious  %d%n", wrong);
        System.out.printf(Locale.ROOT, "wrong among 100 at random        %d%n", 100 * noisy.flipCount() / noisy.size());
    }

    // snippet: corrupt
    static NoisyLabels corrupted(Examples clean, RandomKey root) {
        return new ClassFlip(0.4).corrupt(clean.labels(), clean.classes(), root.child(Stream.LABEL_NOISE));
    }
    // end

    // snippet: suspicion
    static double[] suspicion(Examples given, RandomKey root) {
        Network network =
                Network.build(given.shape(), Networks.stochasticMlp(List.of(128, 64), given.classes(), 1, -5), root);
        Objective objective = CrossEntropy.plain().plus(MaxEntropy.forLabelNoise());
        Recipe recipe = Recipe.of(objective, Adam.DEFAULT, 8, 128);
        try (network;
                Trainer trainer = new Trainer(network, recipe, root)) {
            while (trainer.epochsDone() < recipe.epochs()) {
                trainer.epoch(given, given.subset(new int[0]));
            }
            Predictive found = new Predictor(network, new Inference.Mean(), root).predict(given);
            double[] scores = new double[given.size()];
            Arrays.setAll(scores, i -> found.probability(i, found.predicted(i)) - found.probability(i, given.label(i)));
            return scores;
        }
    }
    // end

    static long wrongAmong(int count, double[] suspicion, NoisyLabels noisy) {
        Integer[] order = Ranking.descending(suspicion);
        return Arrays.stream(order).limit(count).filter(noisy::flipped).count();
    }
}
