package dev.dither.examples;

import dev.dither.data.Examples;
import dev.dither.data.KnownData;
import dev.dither.labels.Memorization;
import dev.dither.labels.NoisyLabels;
import dev.dither.labels.Symmetric;
import dev.dither.nn.Network;
import dev.dither.nn.Networks;
import dev.dither.nn.NoiseFamily;
import dev.dither.objective.CrossEntropy;
import dev.dither.optim.Clipped;
import dev.dither.optim.GhostBatches;
import dev.dither.optim.Optimizer;
import dev.dither.optim.Perturbation;
import dev.dither.optim.Perturbed;
import dev.dither.optim.Sgd;
import dev.dither.predict.Inference;
import dev.dither.predict.Predictor;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.train.Recipe;
import dev.dither.train.Trainer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Digits with two wrong labels in five, learned with and without noise in the weights. */
public final class NeuralVariability {
    private NeuralVariability() {}

    /** Prints how many wrong labels each optimizer makes the network learn by heart. */
    public static void main(String[] args) {
        RandomKey root = RandomKey.root(3);
        Examples clean = KnownData.DIGITS.load(Path.of("data")).train();
        NoisyLabels noisy = new Symmetric(0.4).corrupt(clean.labels(), clean.classes(), root.child(Stream.LABEL_NOISE));
        print("SGD", memorization(clean, noisy, plain(), root));
        print("NVRM", memorization(clean, noisy, perturbed(0.1), root));
        print("SmoothOut", memorization(clean, noisy, smoothOut(0.1), root));
    }

    private static void print(String name, Memorization found) {
        System.out.printf(
                Locale.ROOT,
                "%-10s wrong labels repeated %.2f  seen through %.2f%n",
                name,
                found.memorized(),
                found.recovered());
    }

    static Sgd plain() {
        return Sgd.of(0.3, 0).withWeightDecay(1e-4);
    }

    // snippet: perturbed
    static Optimizer perturbed(double scale) {
        return Perturbed.asPublished(plain(), Perturbation.gaussian(scale));
    }
    // end

    // snippet: smooth-out
    static Optimizer smoothOut(double scale) {
        return new Perturbed(new GhostBatches(new Clipped(plain(), 5), 4), Perturbation.of(NoiseFamily.UNIFORM, scale));
    }
    // end

    // snippet: memorization
    static Memorization memorization(Examples clean, NoisyLabels noisy, Optimizer optimizer, RandomKey root) {
        Examples given = clean.withLabels(noisy.labels());
        Recipe recipe = Recipe.of(CrossEntropy.plain(), optimizer, 100, 64);
        try (Network network = Network.build(given.shape(), Networks.dropoutMlp(List.of(64, 64), 10, 0), root);
                Trainer trainer = new Trainer(network, recipe, root)) {
            while (trainer.epochsDone() < recipe.epochs()) {
                trainer.epoch(given);
            }
            return Memorization.of(new Predictor(network, new Inference.Mean(), root).predict(given), noisy);
        }
    }
    // end
}
