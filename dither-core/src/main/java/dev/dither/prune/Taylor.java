package dev.dither.prune;

import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * First-order estimate of how much the loss moves when a unit is set to zero.
 *
 * <p>Formula: sum over examples i of |sum over positions of a ∂Lᵢ/∂a|, divided by the Euclidean norm of these numbers over
 * the units of the layer; a is the unit's value, L the negative log-likelihood.
 *
 * <p>Numerics: the pass is that of prediction, by the mean and with running statistics, so examples do not mix and no
 * noise is drawn. A layer without any influence has scores of 0.
 *
 * <p>Differs: the paper has means for sums, whose numbers cancel in the division. Here a is taken where the next layer reads
 * it; behind pooling the sum over positions is the same as in front.
 *
 * <p>Reference: Molchanov et al., Pruning Convolutional Neural Networks for Resource Efficient Inference, 2017, Eqs. 8
 * and 9.
 */
public record Taylor() implements Criterion {
    private static final int BATCH = 250;

    @Override
    public UnitScores score(Network network, Examples data, RandomKey key) {
        List<FreeUnits> layers = FreeUnits.of(network);
        List<double[]> sums =
                layers.stream().map(layer -> new double[layer.units()]).toList();
        for (int start = 0; start < data.size(); start += BATCH) {
            add(network, data, IntStream.range(start, Math.min(start + BATCH, data.size())), layers, sums);
        }
        Map<String, List<Double>> scores = new LinkedHashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            scores.put(layers.get(i).layer(), normalized(sums.get(i)));
        }
        return new UnitScores(scores);
    }

    private static void add(
            Network network, Examples data, IntStream range, List<FreeUnits> layers, List<double[]> sums) {
        int[] chosen = range.toArray();
        try (Scope scope = Scope.open()) {
            Readings readings = new Readings(layers);
            // a variable, so that features of the input have a gradient too
            Tensor x = data.gather(chosen).variable();
            Tensor labels = Tensor.ofLabels(data.labels(chosen));
            Tensor loss =
                    network.forward(x, readings.pass()).logSoftmax().nll(labels).times(chosen.length);
            List<Tensor> values = layers.stream().map(readings::of).toList();
            List<Tensor> gradients = Gradients.of(loss, values);
            for (int i = 0; i < values.size(); i++) {
                add(layers.get(i), values.get(i).times(gradients.get(i)), sums.get(i));
            }
        }
    }

    /** Sums signed products over the positions of an example before taking the absolute value. */
    private static void add(FreeUnits layer, Tensor products, double[] sums) {
        int examples = Math.toIntExact(products.shape().size(0));
        double[][] ofExample = new double[examples][sums.length];
        Readings.visit(layer, products, (example, unit, value) -> ofExample[example][unit] += value);
        for (double[] row : ofExample) {
            for (int unit = 0; unit < sums.length; unit++) {
                sums[unit] += Math.abs(row[unit]);
            }
        }
    }

    private static List<Double> normalized(double[] sums) {
        double norm = Math.sqrt(Arrays.stream(sums).map(s -> s * s).sum());
        return Arrays.stream(sums).map(s -> norm > 0 ? s / norm : 0).boxed().toList();
    }
}
