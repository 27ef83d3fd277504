package dev.dither.examples;

import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.predict.Inference;
import dev.dither.predict.Predictive;
import dev.dither.predict.Predictor;
import dev.dither.rng.RandomKey;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A decision about one example, with everything that is needed to make it again.
 *
 * @param seed seed the network was trained from
 * @param key address of the noise it decided with
 * @param example number of the example
 * @param probabilities probability of each class, averaged over 20 draws
 */
// snippet: decision
record Decision(long seed, long key, int example, List<Double> probabilities) {
    private static final double ENOUGH = 0.8;

    static Decision of(Network network, long seed, long key, int example, Examples examples) {
        Predictor predictor = new Predictor(network, new Inference.Draws(20), new RandomKey(key));
        Predictive found = predictor.predict(examples.subset(new int[] {example}));
        IntStream classes = IntStream.range(0, examples.classes());
        List<Double> averaged = classes.mapToObj(c -> found.probability(0, c)).toList();
        return new Decision(seed, key, example, averaged);
    }

    /** Returns the class, or nothing if no class is probable enough: a case for a human. */
    OptionalInt label() {
        IntStream classes = IntStream.range(0, probabilities.size());
        return classes.filter(c -> probabilities.get(c) >= ENOUGH).findFirst();
    }
}
// end
