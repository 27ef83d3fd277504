package dev.dither.prune;

import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Size of the weights that lead into a unit, without its bias.
 *
 * <p>Formula: Σ |w|, or √ Σ w². In stochastic layers w are the weights of the mean; in parallel layers the sum of both.
 *
 * <p>Differs: no layer is scaled against another, and a normalization behind the layer is not looked at. Features have no
 * weights that lead into them and get no score.
 *
 * <p>Reference: Li et al., Pruning Filters for Efficient ConvNets, 2017, for the sum of absolute values.
 *
 * @param norm how the weights are summed
 */
public record Magnitude(Norm norm) implements Criterion {
    /** How the weights of a unit become one number. */
    public enum Norm {
        /** Σ |w|. */
        L1,
        /** √ Σ w². */
        L2
    }

    @Override
    public UnitScores score(Network network, Examples data, RandomKey key) {
        Map<String, List<Double>> scores = new LinkedHashMap<>();
        List<Place> places = Place.all(network.input(), network.specs());
        for (FreeUnits layer : FreeUnits.of(network, Prunable.HIDDEN_UNITS)) {
            Optional<Weighted> weighted = places.stream()
                    .filter(place -> place.path().equals(layer.layer()))
                    .findFirst()
                    .flatMap(place -> Weighted.of(place.spec()));
            Tensor weight = Objects.requireNonNull(network.parameters().get(layer.layer() + "/weight"));
            scores.put(layer.layer(), norms(weighted.orElseThrow(), weight));
        }
        return new UnitScores(scores);
    }

    private List<Double> norms(Weighted weighted, Tensor weight) {
        float[] values = weight.toFloats();
        int row = values.length / Math.toIntExact(weight.shape().size(0));
        int below = weighted.branches().computed() == 2 ? weighted.units() * row : 0;
        List<Double> norms = new ArrayList<>();
        for (int start = 0; norms.size() < weighted.units(); start += row) {
            double sum = 0;
            for (int i = start; i < start + row; i++) {
                double w = below > 0 ? values[i] + values[i + below] : values[i];
                sum += norm == Norm.L1 ? Math.abs(w) : w * w;
            }
            norms.add(norm == Norm.L1 ? sum : Math.sqrt(sum));
        }
        return norms;
    }
}
