package dev.dither.prune;

import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.rng.RandomKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a unit is worth against the multiplications that it costs, so that of two equal units the dearer goes first.
 *
 * <p>Formula: log value − exponent · log(multiplications that removing one unit of the layer saves, in the layer and in the
 * next); the value is the score of another criterion, its logarithm where that criterion gives one.
 *
 * <p>Numerics: a value of 0 counts as the smallest normal float. Layers that have no unit to lose keep their scores.
 *
 * <p>Differs: the papers rank units whatever they cost, or subtract a share of the cost from the score (Molchanov et al., 2017,
 * section 2.2, whose factor depends on the scale of the scores). Where the goal is a number of multiplications, units of
 * convolutions otherwise go last, though each costs a hundred times as much as one of a dense layer.
 *
 * @param criterion what a unit is worth
 * @param exponent 0 for whatever it costs, 1 for its worth per multiplication, or between
 */
public record CostAware(Criterion criterion, double exponent) implements Criterion {
    /** Checks. */
    public CostAware {
        if (!(0 <= exponent && exponent <= 1)) {
            throw new IllegalArgumentException("cost-aware.exponent must be in [0, 1], got " + exponent);
        }
    }

    @Override
    public UnitScores score(Network network, Examples data, RandomKey key) {
        UnitScores values = criterion.score(network, data, key);
        Map<String, List<Double>> scores = new LinkedHashMap<>(values.byLayer());
        for (FreeUnits layer : FreeUnits.of(network)) {
            IntStream.range(0, layer.units())
                    .filter(layer::mayLose)
                    .findFirst()
                    .ifPresent(unit -> scores.computeIfPresent(
                            layer.layer(), (path, all) -> against(saved(network, path, unit), all, values.scale())));
        }
        return new UnitScores(scores, UnitScores.Scale.LOGARITHM);
    }

    private static long saved(Network network, String layer, int unit) {
        Selection rest = Selection.without(network, List.of(new Unit(layer, unit)));
        Complexity left = Complexity.of(
                network.input(),
                Shrinking.of(network.input(), network.specs(), rest).specs(),
                Counting.VGG);
        return Complexity.of(network, Counting.VGG).flops() - left.flops();
    }

    private List<Double> against(long cost, List<Double> scores, UnitScores.Scale scale) {
        double price = exponent * Math.log((double) cost);
        return scores.stream().map(score -> scale.logarithm(score) - price).toList();
    }
}
