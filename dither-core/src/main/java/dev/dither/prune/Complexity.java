package dev.dither.prune;

import dev.dither.nn.AveragePool;
import dev.dither.nn.GlobalAveragePool;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.MaxPool;
import dev.dither.nn.Network;
import dev.dither.tensor.Shape;
import java.util.List;

/**
 * What inference by the mean costs for one example.
 *
 * <p>Formula: a convolution takes H' W' k² C / groups · C' multiplications and k² C / groups · C' weights, a dense layer
 * in · out of both. Memory is the sum of the values of all maps that convolutions, pooling and dense layers give, without
 * the input image and the logits; in the tables for LeNet-5 the inputs of the first dense layer are added once more.
 *
 * <p>Units: multiplications, weights, values. Biases, batch normalization and activations are no multiplications here;
 * activations and normalizations are done in place and take no memory; the branch of σ is discarded.
 *
 * <p>Differs: some papers count a multiplication and the addition after it as two operations.
 *
 * @param flops multiplications by weights
 * @param size number of weights
 * @param memory number of stored activations
 */
public record Complexity(long flops, long size, long memory) {
    /**
     * What is left of an original, in percent.
     *
     * @param flops of its multiplications
     * @param size of its weights
     * @param memory of its stored activations
     */
    public record Percent(double flops, double size, double memory) {}

    /** Returns the complexity of layers for examples of this shape. */
    public static Complexity of(Shape input, List<LayerSpec> specs, Counting counting) {
        Tally tally = new Tally(counting);
        Place.all(input, specs).forEach(tally::add);
        return tally.complexity();
    }

    /** Returns the complexity of a network. */
    public static Complexity of(Network network, Counting counting) {
        return of(network.input(), network.specs(), counting);
    }

    /** Returns what share of an original this is. */
    public Percent percentOf(Complexity original) {
        return new Percent(
                percent(flops, original.flops), percent(size, original.size), percent(memory, original.memory));
    }

    private static double percent(long part, long whole) {
        return 100.0 * part / whole;
    }

    /** The sums so far. */
    private static final class Tally {
        private final Counting counting;
        private long flops;
        private long size;
        private long memory;
        private long logits;
        private boolean flattened;

        Tally(Counting counting) {
            this.counting = counting;
        }

        void add(Place place) {
            Weighted.of(place.spec()).ifPresent(weighted -> add(weighted, place));
            if (pools(place.spec())) {
                store(place.after());
            }
            if (place.vectorizes()) {
                // an image that is the input itself takes nothing, flattened or not
                flattened = memory > 0;
            }
        }

        private static boolean pools(LayerSpec spec) {
            return spec instanceof MaxPool || spec instanceof AveragePool || spec instanceof GlobalAveragePool;
        }

        private void add(Weighted weighted, Place place) {
            flops += weighted.multiplications(place.before(), place.after());
            size += weighted.weights(place.before());
            if (counting.biases() == Counting.Biases.COUNTED) {
                size += (long) weighted.biases() * weighted.branches().computed();
            }
            if (flattened && counting.denseInputs() == Counting.DenseInputs.COUNTED) {
                memory += place.before().elements();
            }
            flattened = false;
            store(place.after());
        }

        private void store(Shape map) {
            logits = map.elements();
            memory += logits;
        }

        /** What was stored last are the logits. */
        Complexity complexity() {
            return new Complexity(flops, size, memory - logits);
        }
    }
}
