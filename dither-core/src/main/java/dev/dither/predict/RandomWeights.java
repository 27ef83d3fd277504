package dev.dither.predict;

import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.nn.Trace;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The random weights of one layer as they are now, read from the trace of a pass that sees no data.
 *
 * <p>Shapes: μ [W]; log α [A], each for W / A weights in a row; both empty where all means are 0.
 *
 * @param path path of the layer
 * @param means μ
 * @param logAlpha log α, clipped as in use
 * @param output shape of one example behind the layer, units first
 */
public record RandomWeights(String path, double[] means, double[] logAlpha, Shape output) {
    /** Copies. */
    public RandomWeights {
        means = means.clone();
        logAlpha = logAlpha.clone();
    }

    /** Returns those of all layers that have some, in the order of the layers. */
    public static List<RandomWeights> of(Network network) {
        Map<String, Shape> outputs = new HashMap<>();
        Trace trace = new Trace((path, output) -> outputs.put(path, output.shape()));
        Pass pass = Pass.sampling(RandomKey.root(0)).tracedBy(trace);
        try (Scope scope = Scope.open();
                Gradients.Off off = Gradients.off()) {
            network.forward(Tensor.full(0, network.input().batched(1)), pass);
            List<RandomWeights> all = new ArrayList<>();
            trace.weights().forEach(weights -> all.add(of(weights, outputs)));
            return all;
        }
    }

    private static RandomWeights of(Trace.Weights weights, Map<String, Shape> outputs) {
        String path = weights.path();
        Shape output = Objects.requireNonNull(outputs.get(path), path).perExample();
        return weights instanceof Trace.Weights.GaussianDropout dropout
                ? new RandomWeights(
                        path, dropout.mean().toDoubles(), dropout.logAlpha().toDoubles(), output)
                : new RandomWeights(path, new double[0], new double[0], output);
    }

    /** Returns how many outputs of an example share a weight: 1 for a dense layer, height times width for a convolution. */
    public long positions() {
        return output.elements() / output.size(0);
    }

    /** Returns whether the outputs of an example are a vector, as those of a dense layer. */
    public boolean dense() {
        return output.rank() == 1;
    }

    /** Returns whether the weights have means at all. */
    public boolean haveMeans() {
        return means.length > 0;
    }

    /** Returns the mean of log α over the weights; not a number where there are no means. */
    public double meanLogAlpha() {
        return Arrays.stream(logAlpha).average().orElse(Double.NaN);
    }

    /** Returns log α of a weight. */
    public double logAlpha(int weight) {
        return logAlpha[weight / (means.length / logAlpha.length)];
    }
}
