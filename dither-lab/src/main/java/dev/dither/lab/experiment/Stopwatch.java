package dev.dither.lab.experiment;

import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.prune.Latency;
import dev.dither.prune.Surgery;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How long predictions by the mean take here and now, by the network that computes the means alone, from a batch in
 * memory to its logits.
 *
 * <p>Numerics: passes are not counted until a fifth of a second is over, five at least; then they are for half a second, twenty at
 * least and a thousand at most. Quantiles are values of single passes. Figures of a clock are the only ones that no run
 * repeats.
 *
 * @param examples where batches are taken from, from the front and again from there
 */
record Stopwatch(Examples examples) implements Latency {
    private static final Passes WARM_UP = new Passes(5, 1000, 0.2);
    private static final Passes MEASURED = new Passes(20, 1000, 0.5);

    private static final List<Integer> BATCHES = List.of(1, 128);

    /** How many passes: at least, at most, and in between until so many seconds are over. */
    private record Passes(int least, int most, double seconds) {
        boolean goOn(int done, double elapsed) {
            return done < least || (done < most && elapsed < seconds);
        }
    }

    /**
     * Seconds of single passes.
     *
     * @param sorted the seconds, rising
     */
    record Times(List<Double> sorted) {
        /** Returns the smallest that a share of the passes does not exceed. */
        double quantile(double share) {
            return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
        }
    }

    @Override
    public double seconds(Network network) {
        return times(network, 1).quantile(0.5);
    }

    /** Returns the seconds of passes with batches of one example and of 128, by the size of the batch. */
    Map<Integer, Times> times(Network network) {
        Map<Integer, Times> times = new LinkedHashMap<>();
        for (int batch : BATCHES) {
            times.put(batch, times(network, batch));
        }
        return times;
    }

    /** Returns the seconds of passes with batches of this size. */
    Times times(Network network, int batch) {
        try (Network means = Surgery.ordinary(network);
                Scope scope = Scope.open();
                Gradients.Off off = Gradients.off()) {
            Tensor x = examples.gather(
                    IntStream.range(0, batch).map(i -> i % examples.size()).toArray());
            times(means, x, WARM_UP);
            return times(means, x, MEASURED);
        }
    }

    private static Times times(Network network, Tensor x, Passes passes) {
        List<Double> seconds = new ArrayList<>();
        long start = System.nanoTime();
        while (passes.goOn(seconds.size(), (System.nanoTime() - start) * 1e-9)) {
            long before = System.nanoTime();
            try (Scope scope = Scope.open()) {
                network.forward(x, Pass.mean()).toFloats();
            }
            seconds.add((System.nanoTime() - before) * 1e-9);
        }
        Collections.sort(seconds);
        return new Times(seconds);
    }
}
