package dev.dither.examples;

import dev.dither.data.CsvTable;
import dev.dither.data.DataSet;
import dev.dither.data.Split;
import dev.dither.data.Standardization;
import dev.dither.nn.Network;
import dev.dither.nn.Networks;
import dev.dither.objective.CrossEntropy;
import dev.dither.optim.Adam;
import dev.dither.predict.Inference;
import dev.dither.predict.Predictor;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.train.Recipe;
import dev.dither.train.Trainer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Classifies the rows of a table whose columns have very different units. */
public final class Tabular {
    private Tabular() {}

    /** Prints the accuracy on held-out rows; takes the file, otherwise it is the made-up table of bearings. */
    public static void main(String[] args) {
        Path file = Path.of(args.length > 0 ? args[0] : "dither-examples/data/bearings.csv");
        DataSet data = read(file);
        System.out.printf(Locale.ROOT, "accuracy, units of the file  %.3f%n", accuracy(data));
        System.out.printf(
                Locale.ROOT, "accuracy, standardized       %.3f%n", accuracy(Standardization.fitAndApply(data)));
    }

    static DataSet read(Path file) {
        CsvTable table = CsvTable.read(file, "state");
        Split split = Split.of(table.examples(), 0.25, RandomKey.root(5).child(Stream.SPLIT));
        return new DataSet(split.train(), split.validation());
    }

    static double accuracy(DataSet data) {
        RandomKey root = RandomKey.root(5);
        int classes = data.train().classes();
        Network network =
                Network.build(data.train().shape(), Networks.stochasticMlp(List.of(32), classes, 1, -3), root);
        Adam adam = Adam.DEFAULT.withLearningRate(1e-2);
        Recipe recipe = Recipe.of(CrossEntropy.plain(), adam, 20, 32);
        try (network;
                Trainer trainer = new Trainer(network, recipe, root)) {
            while (trainer.epochsDone() < recipe.epochs()) {
                trainer.epoch(data.train(), data.test().subset(new int[0]));
            }
            return new Predictor(network, new Inference.Mean(), root)
                    .predict(data.test())
                    .accuracy(data.test().labels());
        }
    }
}
