package dev.dither.continual;

import java.util.List;
import java.util.Map;

/**
 * What one task did.
 *
 * @param task number of tasks learned, this one included
 * @param terms mean of each term of the loss over its last epoch
 * @param accuracies on the test examples of all tasks so far, in their order
 * @param seconds wall time of training in it
 */
public record TaskEnded(int task, Map<String, Double> terms, List<Double> accuracies, double seconds) {
    /** Copies. */
    public TaskEnded {
        terms = Map.copyOf(terms);
        accuracies = List.copyOf(accuracies);
    }
}
