package dev.dither.prune;

import dev.dither.nn.Network;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Which units a smaller network keeps.
 *
 * @param kept indices of the kept units, rising, by path of their layer; a layer that is not named keeps all
 */
public record Selection(Map<String, List<Integer>> kept) {
    /** Every unit of every layer. */
    public static final Selection ALL = new Selection(Map.of());

    /** Sorts, copies and checks. */
    public Selection {
        Map<String, List<Integer>> sorted = new TreeMap<>();
        kept.forEach((layer, units) -> sorted.put(layer, sorted(layer, units)));
        kept = Collections.unmodifiableMap(sorted);
    }

    private static List<Integer> sorted(String layer, List<Integer> units) {
        if (units.isEmpty()) {
            throw new IllegalArgumentException(layer + ": a layer keeps one unit at least, got none");
        }
        List<Integer> sorted = List.copyOf(new TreeSet<>(units));
        if (sorted.size() != units.size() || sorted.get(0) < 0) {
            throw new IllegalArgumentException(layer + ": kept units must be different and >= 0, got " + units);
        }
        return sorted;
    }

    /** Returns a selection that keeps these units of one layer, and all of the others. */
    public static Selection of(String layer, int... units) {
        return ALL.and(layer, units);
    }

    /** Returns this selection with these units of one more layer. */
    public Selection and(String layer, int... units) {
        Map<String, List<Integer>> more = new TreeMap<>(kept);
        more.put(layer, IntStream.of(units).boxed().toList());
        return new Selection(more);
    }

    /**
     * Returns the selection of all units of a network but these.
     *
     * @throws IllegalArgumentException if there is no such unit, or a layer would lose its last
     */
    public static Selection without(Network network, Collection<Unit> removed) {
        Map<String, Integer> widths = Place.widths(network.input(), network.specs());
        Map<String, TreeSet<Integer>> left = new TreeMap<>();
        for (Unit unit : removed) {
            int width = Known.width(widths, unit.layer());
            requireBelow(width, unit.layer(), unit.index());
            left.computeIfAbsent(unit.layer(), layer -> upTo(width)).remove(unit.index());
        }
        Map<String, List<Integer>> kept = new TreeMap<>();
        left.forEach((layer, units) -> kept.put(layer, List.copyOf(units)));
        return new Selection(kept);
    }

    private static TreeSet<Integer> upTo(int width) {
        return new TreeSet<>(IntStream.range(0, width).boxed().toList());
    }

    static void requireBelow(int width, String layer, int unit) {
        if (!(unit < width)) {
            throw new IllegalArgumentException(layer + ": unit must be in 0 … " + (width - 1) + ", got " + unit);
        }
    }

    /** Returns what is kept of a layer; empty if this selection does not name it. */
    Optional<List<Integer>> at(String layer) {
        return Optional.ofNullable(kept.get(layer));
    }
}
