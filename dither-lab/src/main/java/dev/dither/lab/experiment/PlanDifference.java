package dev.dither.lab.experiment;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The first value in which one plan differs from another.
 *
 * @param path dotted path of the value
 * @param first value of the first plan, as text
 * @param second value of the second plan, as text
 */
public record PlanDifference(String path, String first, String second) {
    /** Returns the first difference, empty between equal plans. */
    public static Optional<PlanDifference> between(Study first, Study second) {
        return find("", ExperimentFile.tree(first), ExperimentFile.tree(second));
    }

    private static Optional<PlanDifference> find(String path, @Nullable Object first, @Nullable Object second) {
        if (!(first instanceof Map<?, ?> one && second instanceof Map<?, ?> other)) {
            return Objects.equals(first, second)
                    ? Optional.empty()
                    : Optional.of(new PlanDifference(path, String.valueOf(first), String.valueOf(second)));
        }
        Set<Object> keys = new LinkedHashSet<>(one.keySet());
        keys.addAll(other.keySet());
        return keys.stream()
                .map(key -> find(path.isEmpty() ? "" + key : path + "." + key, one.get(key), other.get(key)))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
