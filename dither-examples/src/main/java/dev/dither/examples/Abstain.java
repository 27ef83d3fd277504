package dev.dither.examples;

import dev.dither.data.DataSet;
import dev.dither.data.Examples;
import dev.dither.data.KnownData;
import dev.dither.nn.Network;
import dev.dither.nn.Networks;
import dev.dither.objective.CrossEntropy;
import dev.dither.optim.Adam;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import dev.dither.train.Recipe;
import dev.dither.train.Trainer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Reads digits, abstains when unsure, and can make any of its decisions again from three numbers. */
public final class Abstain {
    private Abstain() {}

    /** Prints how many digits are left to a human, one decision, and the same decision made again. */
    public static void main(String[] args) {
        DataSet digits = KnownData.DIGITS.load(Path.of("data"));
        List<Decision> decisions = decisions(11, digits);
        long abstained = decisions.stream().filter(d -> d.label().isEmpty()).count();
        System.out.printf(Locale.ROOT, "abstained on  %d of %d%n", abstained, decisions.size());
        System.out.println("decided       " + decisions.get(42));
        System.out.println("replayed      " + replay(decisions.get(42), digits));
    }

    // snippet: decisions
    static List<Decision> decisions(long seed, DataSet data) {
        RandomKey serving = RandomKey.root(seed).child(Stream.EVALUATION);
        try (Network network = trained(seed, data.train())) {
            return IntStream.range(0, data.test().size())
                    .mapToObj(i -> Decision.of(network, seed, serving.child(i).bits(), i, data.test()))
                    .toList();
        }
    }
    // end

    // snippet: replay
    static Decision replay(Decision old, DataSet data) {
        try (Network network = trained(old.seed(), data.train())) {
            return Decision.of(network, old.seed(), old.key(), old.example(), data.test());
        }
    }
    // end

    static Network trained(long seed, Examples training) {
        RandomKey root = RandomKey.root(seed);
        Network network = Network.build(training.shape(), Networks.stochasticMlp(List.of(64), 10, 1, -1), root);
        Recipe recipe = Recipe.of(CrossEntropy.plain(), Adam.DEFAULT, 20, 32);
        try (Trainer trainer = new Trainer(network, recipe, root)) {
            while (trainer.epochsDone() < recipe.epochs()) {
                trainer.epoch(training, training.subset(new int[0]));
            }
        }
        return network;
    }
}
