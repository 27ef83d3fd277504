package dev.dither.rl;

import java.util.List;

/**
 * Total rewards of the episodes of one evaluation.
 *
 * @param returns one for each episode, not discounted
 */
public record Score(List<Double> returns) {
    /** Copies and checks. */
    public Score {
        returns = List.copyOf(returns);
        Require.that(!returns.isEmpty(), "a score needs the return of at least one episode", returns);
    }

    /** Returns their mean. */
    public double mean() {
        return returns.stream().mapToDouble(r -> r).average().orElseThrow();
    }

    /** Returns the standard error of the mean, not a number for a single episode. */
    public double standardError() {
        double mean = mean();
        double squares =
                returns.stream().mapToDouble(r -> (r - mean) * (r - mean)).sum();
        return Math.sqrt(squares / (returns.size() - 1.0) / returns.size());
    }
}
