package dev.dither.examples;

import dev.dither.data.DataSet;
import dev.dither.data.KnownData;
import dev.dither.data.Split;
import dev.dither.nn.Network;
import dev.dither.nn.Networks;
import dev.dither.objective.CrossEntropy;
import dev.dither.objective.MaxEntropy;
import dev.dither.objective.Objective;
import dev.dither.optim.Adam;
import dev.dither.predict.Inference;
import dev.dither.predict.Predictive;
import dev.dither.predict.Predictor;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.tensor.Shape;
import dev.dither.train.Recipe;
import dev.dither.train.Trainer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Trains a network whose activations are Gaussian on pictures of clothes, and asks it how sure it is. */
public final class FirstNetwork {
    private FirstNetwork() {}

    /** Prints accuracy, negative log-likelihood and calibration on images that were not trained on. */
    public static void main(String[] args) {
        DataSet data = KnownData.FASHION_MINI.load(Path.of("data"));
        Predictive found = predictions(data);
        int[] labels = data.test().labels();
        System.out.printf(Locale.ROOT, "accuracy           %.3f%n", found.accuracy(labels));
        System.out.printf(Locale.ROOT, "nll                %.3f nats%n", found.nll(labels));
        System.out.printf(Locale.ROOT, "calibration error  %.3f%n", found.calibrationError(labels));
    }

    // snippet: first-network
    static Predictive predictions(DataSet data) {
        RandomKey root = RandomKey.root(7);
        Split split = Split.of(data.train(), 0.1, root.child(Stream.SPLIT));
        Network network =
                Network.build(Shape.of(1, 28, 28), Networks.stochasticMlp(List.of(128, 128), 10, 2, -5), root);
        Objective objective = CrossEntropy.plain().plus(MaxEntropy.forLabelNoise());
        Recipe recipe = Recipe.of(objective, Adam.DEFAULT, 10, 32);
        try (network;
                Trainer trainer = new Trainer(network, recipe, root)) {
            while (trainer.epochsDone() < recipe.epochs()) {
                trainer.epoch(split.train(), split.validation());
            }
            return new Predictor(network, new Inference.Draws(20), root.child(Stream.EVALUATION)).predict(data.test());
        }
    }
    // end
}
