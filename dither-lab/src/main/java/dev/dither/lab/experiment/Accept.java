package dev.dither.lab.experiment;

import dev.dither.lab.key.Default;
import dev.dither.lab.key.Require;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When the experiment counts as reproduced.
 *
 * @param metric the figure judged
 * @param order methods from the worst to the best; one alone where only the band counts
 * @param band where the mean of the best method must lie, or null where the paper states an ordering only
 * @param margin by how much the mean of the best must exceed that of the worst
 * @param draws noisy passes behind the figure, 0 for that of the mean network; null for the figure of each method that has
 *     one alone, whatever its draws
 * @param also bounds of more figures of the best method
 */
public record Accept(
        String metric,
        List<String> order,
        @Default("null") @Nullable Band band,
        @Default("0") double margin,
        @Default("0") @Nullable Integer draws,
        @Default("[]") List<Bound> also) {
    /** Copies and checks. */
    public Accept {
        Require.that(metric != null, "accept.metric is missing");
        Require.that(order != null && !order.isEmpty(), "accept.order must name at least one method");
        order = List.copyOf(order);
        also = also == null ? List.of() : List.copyOf(also);
        Require.that(order.size() == Set.copyOf(order).size(), "accept.order must not name a method twice");
        Require.that(band != null || order.size() > 1, "accept.order must name two methods where there is no band");
    }

    /**
     * A figure whose mean over seeds must not exceed a bound.
     *
     * @param metric the figure
     * @param atMost the bound
     */
    public record Bound(String metric, double atMost) {
        /** Checks. */
        public Bound {
            Require.that(metric != null, "accept.also.metric is missing");
        }
    }

    /** Returns whether a figure by so many draws is one that is judged. */
    boolean judges(int drawsOfFigure) {
        return draws == null || draws == drawsOfFigure;
    }

    String best() {
        return order.get(order.size() - 1);
    }

    String worst() {
        return order.get(0);
    }
}
