package dev.dither.lab.experiment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.dither.lab.key.Require;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which hidden layers of a network are stochastic: {@code all}, {@code none}, or a list of their numbers, where 1 is the
 * hidden layer next to the input and −1 the one next to the output.
 *
 * @param numbers the numbers; empty for {@code all}
 * @param all whether it is all of them
 */
public record StochasticLayers(List<Integer> numbers, boolean all) {
    private static final String ALL = "all";
    private static final String NONE = "none";

    /** Copies. */
    public StochasticLayers {
        numbers = List.copyOf(numbers);
    }

    /** Reads what an experiment file says. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static StochasticLayers of(Object value) {
        if (ALL.equals(value) || NONE.equals(value)) {
            return new StochasticLayers(List.of(), ALL.equals(value));
        }
        boolean list = value instanceof Collection<?> items
                && items.stream().allMatch(item -> item instanceof Integer number && number != 0);
        Require.that(
                list,
                "expected all, none or a list of numbers of hidden layers, from 1 next to the input or from -1 next to"
                        + " the output, got " + value);
        return new StochasticLayers(
                ((Collection<?>) value).stream().map(Integer.class::cast).toList(), false);
    }

    /** Returns what an experiment file says. */
    @JsonValue
    public Object value() {
        return all ? ALL : numbers.isEmpty() ? NONE : numbers;
    }

    boolean none() {
        return !all && numbers.isEmpty();
    }

    /** Returns the positions in a network of {@code hidden} hidden layers, the one next to the input being 0. */
    Set<Integer> positions(int hidden) {
        Set<Integer> positions = new TreeSet<>();
        for (int number : numbers) {
            int position = number > 0 ? number - 1 : hidden + number;
            Require.that(
                    0 <= position && position < hidden,
                    "stochastic must name hidden layers from 1 to " + hidden + " or from -1 to " + -hidden + ", got "
                            + number);
            positions.add(position);
        }
        return all ? IntStream.range(0, hidden).boxed().collect(Collectors.toSet()) : Set.copyOf(positions);
    }
}
