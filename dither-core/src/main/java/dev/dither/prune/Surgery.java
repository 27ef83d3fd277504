package dev.dither.prune;

import dev.dither.nn.Activation;
import dev.dither.nn.BatchNorm;
import dev.dither.nn.Dense;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.nn.Residual;
import dev.dither.nn.StochasticConv;
import dev.dither.nn.StochasticDense;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Smaller networks from larger ones. The original stays as it is; what comes out is an ordinary network of its own, built
 * from its own description, which the caller closes.
 *
 * <p>Removing a unit removes its row of weights and its bias, of both branches in stochastic layers, its entries in batch
 * normalizations behind it, and its column in every layer that reads it; behind flattening that is a column for each
 * position of its channel. A feature of a flattened example can be removed by itself: flattening then becomes {@link
 * dev.dither.nn.Select}. Units whose values are added in a residual block can only go together, and so can whole groups
 * of a convolution and the channels that feed them. Bias correction is not attempted: a removed unit counts as 0.
 *
 * <p>Numerics: if a removed unit was 0 wherever it was read, the outputs stay what they were, but their sums have fewer
 * terms and may be added in another order; they agree to a few units in the last place of the largest term, not bit by
 * bit.
 */
public final class Surgery {
    private Surgery() {}

    /**
     * Returns the network of the selected units.
     *
     * <p>An optimizer's memory is not carried over: its moments belong to a loss of other parameters, and a fresh memory
     * makes a network all there is to save between two removals.
     *
     * @throws IllegalArgumentException if a layer is unknown, a unit out of range, an output of the network not kept, or
     *     units that belong together are not kept together
     */
    public static Network keep(Network network, Selection selection) {
        Shrinking plan = Shrinking.of(network.input(), network.specs(), selection);
        return plan.slices().applied(network, network.input(), plan.specs());
    }

    /**
     * Returns the network that computes the means alone: each stochastic layer becomes the ordinary layer of its mean,
     * its normalization where it has one, and a ReLU, so paths behind it move. Dropout stays, and is off in passes by the mean.
     *
     * <p>Numerics: each mean is the sum of the same terms as in the network with noise, which computes both branches in one
     * product; as the engine chooses the order of a sum by the size of its matrices, last bits may differ.
     */
    public static Network ordinary(Network network) {
        Slices slices = new Slices();
        List<LayerSpec> specs = means("", "", network.specs(), slices);
        return slices.applied(network, network.input(), specs);
    }

    private static List<LayerSpec> means(String from, String to, List<LayerSpec> specs, Slices slices) {
        List<LayerSpec> ordinary = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            ordinary.addAll(mean(from + i, new Target(to, ordinary.size(), slices), specs.get(i)));
        }
        return ordinary;
    }

    /** Where the layers that stand for one layer go: below a prefix, from an index on. */
    private record Target(String prefix, int first, Slices slices) {
        void put(int offset, Slices.Slice slice) {
            slices.put(path(offset), slice);
        }

        String path(int offset) {
            return prefix + (first + offset);
        }
    }

    private static List<LayerSpec> mean(String from, Target to, LayerSpec spec) {
        if (spec instanceof StochasticDense dense) {
            to.put(0, mean(from, dense.units()));
            Dense mean = new Dense(dense.units(), dense.init());
            return dense.output() == StochasticDense.Output.LINEAR ? List.of(mean) : List.of(mean, Activation.RELU);
        }
        if (spec instanceof StochasticConv conv) {
            to.put(0, mean(from, conv.window().units()));
            return means(from, to, conv);
        }
        if (spec instanceof Residual block) {
            String path = to.path(0);
            return List.of(new Residual(
                    means(from + "/body/", path + "/body/", block.body(), to.slices()),
                    means(from + "/shortcut/", path + "/shortcut/", block.shortcut(), to.slices())));
        }
        to.put(0, Slices.Slice.whole(from));
        return List.of(spec);
    }

    private static List<LayerSpec> means(String from, Target to, StochasticConv conv) {
        BatchNorm normalization = conv.normalization();
        if (normalization == null) {
            return List.of(conv.window(), Activation.RELU);
        }
        to.put(1, Slices.Slice.whole(from + "/normalization"));
        return List.of(conv.window(), normalization, Activation.RELU);
    }

    /** The branch of the mean stands above that of the standard deviation. */
    private static Slices.Slice mean(String from, int units) {
        List<Integer> all = IntStream.range(0, units).boxed().toList();
        return new Slices.Slice(from, Optional.of(new Slices.Rows(units, all, 1)), Optional.empty());
    }
}
