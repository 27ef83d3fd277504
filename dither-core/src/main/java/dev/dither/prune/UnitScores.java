package dev.dither.prune;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A number for each unit, comparable within a layer and between layers; higher is worth more.
 *
 * @param byLayer scores of the units of a layer in their order, by path
 * @param scale what the numbers are
 */
public record UnitScores(Map<String, List<Double>> byLayer, Scale scale) {
    /** What a score says of the value of a unit. */
    public enum Scale {
        /** It is the value, which is not negative. */
        VALUE,
        /** It is the logarithm of the value. */
        LOGARITHM;

        /** Returns the logarithm of the value that a score stands for. */
        double logarithm(double score) {
            return this == LOGARITHM ? score : Math.log(Math.max(score, Float.MIN_NORMAL));
        }
    }

    /** Scores that are values. */
    public UnitScores(Map<String, List<Double>> byLayer) {
        this(byLayer, Scale.VALUE);
    }

    /** Copies and checks. */
    public UnitScores {
        Map<String, List<Double>> copies = new LinkedHashMap<>();
        byLayer.forEach((layer, scores) -> copies.put(layer, List.copyOf(scores)));
        copies.forEach(UnitScores::requireFinite);
        byLayer = Collections.unmodifiableMap(copies);
    }

    private static void requireFinite(String layer, List<Double> scores) {
        for (int unit = 0; unit < scores.size(); unit++) {
            if (!Double.isFinite(scores.get(unit))) {
                throw new IllegalArgumentException(
                        layer + ": score of unit " + unit + " must be finite, got " + scores.get(unit));
            }
        }
    }

    /** Returns the score of a unit. */
    public double of(Unit unit) {
        List<Double> scores = byLayer.get(unit.layer());
        if (scores == null || !(unit.index() < scores.size())) {
            throw new IllegalArgumentException("no score of " + unit);
        }
        return scores.get(unit.index());
    }

    /** Returns the allowed unit with the lowest score, the first of equals. */
    public Optional<Unit> lowest(Predicate<Unit> allowed) {
        Optional<Unit> lowest = Optional.empty();
        for (Map.Entry<String, List<Double>> layer : byLayer.entrySet()) {
            for (int i = 0; i < layer.getValue().size(); i++) {
                Unit unit = new Unit(layer.getKey(), i);
                boolean lower = lowest.isEmpty() || layer.getValue().get(i) < of(lowest.get());
                lowest = lower && allowed.test(unit) ? Optional.of(unit) : lowest;
            }
        }
        return lowest;
    }
}
