package dev.dither.prune;

import dev.dither.nn.LayerSpec;
import dev.dither.nn.Network;
import dev.dither.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Numbers of units of an architecture as papers print them, {@code 20-50-800-500} for LeNet-5: units of the hidden layers,
 * and the inputs of a dense layer behind flattened images where a channel owns several. The outputs are left out.
 *
 * @param units the numbers, in the order of the layers
 */
public record Widths(List<Integer> units) {
    /** Copies and checks. */
    public Widths {
        units = List.copyOf(units);
        if (!units.stream().allMatch(n -> n >= 1)) {
            throw new IllegalArgumentException("widths must be at least 1, got " + units);
        }
    }

    /** Returns the widths written with hyphens between them. */
    public static Widths parse(String text) {
        try {
            return new Widths(
                    Arrays.stream(text.split("-", -1)).map(Integer::valueOf).toList());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("widths must be like 20-50-800-500, got " + text, e);
        }
    }

    /** Returns the widths of layers. */
    public static Widths of(Shape input, List<LayerSpec> specs) {
        return new Widths(List.copyOf(printed(input, specs).values()));
    }

    /** Returns the widths of a network. */
    public static Widths of(Network network) {
        return of(network.input(), network.specs());
    }

    /**
     * Returns these layers with so many units each, the first ones; fewer inputs of a dense layer than its channels have
     * become a {@link dev.dither.nn.Select}.
     *
     * @param input shape of one example
     * @param specs layers with as many widths as this, none smaller
     */
    public List<LayerSpec> narrowed(Shape input, List<LayerSpec> specs) {
        Map<String, Integer> whole = printed(input, specs);
        if (whole.size() != units.size()) {
            throw new IllegalArgumentException(
                    "widths " + this + " do not fit " + Widths.of(input, specs) + ": expected as many numbers");
        }
        Map<String, List<Integer>> kept = new LinkedHashMap<>();
        whole.forEach((path, width) -> kept.put(
                path, IntStream.range(0, units.get(kept.size())).boxed().toList()));
        return Shrinking.of(input, specs, new Selection(kept)).specs();
    }

    private static Map<String, Integer> printed(Shape input, List<LayerSpec> specs) {
        List<Place> places = new ArrayList<>(Place.all(input, specs));
        places.removeIf(place -> place.vectorizes() ? sameCount(place) : !place.hasUnits());
        Map<String, Integer> widths = new LinkedHashMap<>();
        // the last layer gives the outputs
        places.stream().limit(Math.max(0, places.size() - 1)).forEach(place -> widths.put(place.path(), place.width()));
        return widths;
    }

    private static boolean sameCount(Place place) {
        return place.after().size(0) == place.before().size(0);
    }

    @Override
    public String toString() {
        return units.stream().map(String::valueOf).collect(Collectors.joining("-"));
    }
}
