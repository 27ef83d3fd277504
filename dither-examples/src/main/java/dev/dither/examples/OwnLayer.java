package dev.dither.examples;

import dev.dither.data.DataSet;
import dev.dither.data.KnownData;
import dev.dither.nn.Dense;
import dev.dither.nn.Layer;
import dev.dither.nn.Network;
import dev.dither.objective.CrossEntropy;
import dev.dither.optim.Sgd;
import dev.dither.predict.Inference;
import dev.dither.predict.Predictor;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.train.Recipe;
import dev.dither.train.Trainer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Trains a layer that the library does not have, below one that it has. */
public final class OwnLayer {
    private OwnLayer() {}

    /** Prints the negative log-likelihood of digits that were not trained on; guessing gives log 10 = 2.303 nats. */
    public static void main(String[] args) {
        DataSet digits = KnownData.DIGITS.load(Path.of("data"));
        System.out.printf(Locale.ROOT, "nll  %.3f nats%n", nll(digits, 30));
    }

    static double nll(DataSet data, int epochs) {
        RandomKey root = RandomKey.root(2);
        try (Network network = network(root);
                Trainer trainer = new Trainer(network, recipe(epochs), root)) {
            while (trainer.epochsDone() < epochs) {
                trainer.epoch(data.train());
            }
            return new Predictor(network, new Inference.Mean(), root.child(Stream.EVALUATION))
                    .predict(data.test())
                    .nll(data.test().labels());
        }
    }

    // snippet: own-layer
    private static Network network(RandomKey root) {
        RandomKey init = root.child(Stream.INIT);
        Layer hidden = NoisyMaxout.of(64, 32, init.child("hidden"));
        try (Scope scope = Scope.open()) {
            return Network.of(Shape.of(64), List.of(hidden, Dense.of(10).build(Shape.of(32), init.child("head"))));
        }
    }
    // end

    private static Recipe recipe(int epochs) {
        return Recipe.of(CrossEntropy.plain(), Sgd.of(0.3, 0), epochs, 100);
    }
}
