package dev.dither.predict;

import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.nn.Posterior;
import dev.dither.nn.Residual;
import dev.dither.nn.VariationalConv;
import dev.dither.nn.VariationalDense;
import dev.dither.nn.WeightNoise;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Trained networks with the weights of one layer changed, to see what their accuracy rests on: without its means it
 * should survive where a layer has become a variance layer, with its variances shuffled it should not.
 *
 * <p>Only values differ. A layer whose variances depend on its means becomes the additive one with the same σ² first, so
 * that each can be changed without the other. The original stays as it is; the caller closes what comes out.
 *
 * <p>Numerics: σ² = α μ² is taken as α (μ² + 10⁻¹⁶), with log α clipped as in use.
 */
public final class WeightControls {
    private static final double FLOOR = 1e-16;
    private static final String MEAN = "mean";

    private WeightControls() {}

    /**
     * Returns the network with all means of a layer at 0, and its variances as trained.
     *
     * @param layer path of a variational layer
     */
    public static Network zeroMeans(Network network, String layer) {
        Map<String, float[]> values = additive(network, layer);
        float[] means = values.get(layer + "/" + MEAN);
        if (means == null) {
            throw new IllegalArgumentException(
                    layer + ": expected a layer whose weights have means to leave out; name a variational layer");
        }
        values.put(layer + "/" + MEAN, new float[means.length]);
        return built(network, layer, values);
    }

    /**
     * Returns the network with the variances of a layer shuffled over all its weights, and its means as trained.
     *
     * @param layer path of a variational or zero-mean layer
     * @param key address of the permutation
     */
    public static Network permutedVariances(Network network, String layer, RandomKey key) {
        Map<String, float[]> values = additive(network, layer);
        String spread = Stream.of(
                        Posterior.ADDITIVE.parameter(),
                        WeightNoise.Scale.SIGNED.parameter(),
                        WeightNoise.Scale.LOG.parameter())
                .map(name -> layer + "/" + name)
                .filter(values::containsKey)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        layer + ": expected a layer of random weights; name a variational or zero-mean layer"));
        values.computeIfPresent(spread, (name, of) -> permuted(of, key));
        return built(network, layer, values);
    }

    private static float[] permuted(float[] values, RandomKey key) {
        int[] order = key.permutation(values.length);
        float[] permuted = new float[values.length];
        for (int i = 0; i < order.length; i++) {
            permuted[i] = values[order[i]];
        }
        return permuted;
    }

    /** Returns the values of a network, those of a layer as the additive one has them. */
    private static Map<String, float[]> additive(Network network, String layer) {
        try (Scope scope = Scope.open()) {
            Map<String, float[]> values = network.trained().toArrays();
            float[] logAlpha = values.remove(layer + "/" + Posterior.WEIGHT.parameter());
            if (logAlpha != null) {
                float[] means = values.getOrDefault(layer + "/" + MEAN, new float[0]);
                values.put(layer + "/" + Posterior.ADDITIVE.parameter(), logStddev(means, logAlpha));
            }
            return values;
        }
    }

    /** Each α stands for as many weights in a row. */
    private static float[] logStddev(float[] means, float[] logAlpha) {
        int sharing = means.length / logAlpha.length;
        float[] logStddev = new float[means.length];
        for (int i = 0; i < means.length; i++) {
            double clipped = Math.max(-Posterior.CLIP, Math.min(Posterior.CLIP, logAlpha[i / sharing]));
            logStddev[i] = (float) (0.5 * (clipped + Math.log((double) means[i] * means[i] + FLOOR)));
        }
        return logStddev;
    }

    private static Network built(Network network, String layer, Map<String, float[]> values) {
        // the key says nothing: every initial value is overwritten
        Network other = Network.build(network.input(), additive(network.specs(), "", layer), RandomKey.root(0));
        try (Scope scope = Scope.open();
                Gradients.Off off = Gradients.off()) {
            other.trained().assign(values);
            other.tracked().assign(network.tracked().toArrays());
        }
        return other;
    }

    private static List<LayerSpec> additive(List<LayerSpec> specs, String prefix, String layer) {
        List<LayerSpec> others = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            others.add(additive(specs.get(i), prefix + i, layer));
        }
        return others;
    }

    private static LayerSpec additive(LayerSpec spec, String path, String layer) {
        if (spec instanceof Residual block) {
            return new Residual(
                    additive(block.body(), path + "/body/", layer),
                    additive(block.shortcut(), path + "/shortcut/", layer));
        }
        if (!path.equals(layer)) {
            return spec;
        }
        if (spec instanceof VariationalDense dense) {
            return dense.with(Posterior.ADDITIVE);
        }
        return spec instanceof VariationalConv conv ? conv.with(Posterior.ADDITIVE) : spec;
    }
}
