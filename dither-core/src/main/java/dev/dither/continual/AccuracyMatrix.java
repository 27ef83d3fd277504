package dev.dither.continual;

import java.util.ArrayList;
import java.util.List;

/**
 * Test accuracies of a network that learns tasks one after another: a[i][j] is that on task j after task i, for j ≤ i; both
 * count from 0.
 *
 * <p>Formula: with T tasks learned, average accuracy (1/T) Σⱼ a[T−1][j]; forgetting (1/(T−1)) Σ_{j&lt;T−1} (max_{j≤i&lt;T−1} a[i][j]
 * − a[T−1][j]); backward transfer (1/(T−1)) Σ_{j&lt;T−1} (a[T−1][j] − a[j][j]). Forgetting is what is lost since the best,
 * backward transfer what is gained since a task was learned; a network that forgets has a positive one and a negative other.
 *
 * <p>Units: fractions of the test examples.
 *
 * <p>Reference: Chaudhry et al., Riemannian Walk for Incremental Learning, 2018, section 4; Lopez-Paz and Ranzato, Gradient
 * Episodic Memory for Continual Learning, 2017, Eq. 3.
 *
 * @param rows row i has the accuracies on the tasks 0 … i after task i
 */
public record AccuracyMatrix(List<List<Double>> rows) {
    /** A matrix before the first task. */
    public static final AccuracyMatrix EMPTY = new AccuracyMatrix(List.of());

    /** Copies and checks. */
    public AccuracyMatrix {
        rows = rows.stream().map(List::copyOf).toList();
        for (int i = 0; i < rows.size(); i++) {
            Require.that(
                    rows.get(i).size() == i + 1,
                    "row " + i + " must have the accuracies on " + (i + 1) + " tasks",
                    rows.get(i));
            Require.that(
                    rows.get(i).stream().allMatch(a -> 0 <= a && a <= 1),
                    "row " + i + " must have accuracies in [0, 1]",
                    rows.get(i));
        }
    }

    /** Returns this with the accuracies on all tasks so far after one more. */
    public AccuracyMatrix plus(List<Double> row) {
        List<List<Double>> more = new ArrayList<>(rows);
        more.add(row);
        return new AccuracyMatrix(more);
    }

    /** Returns the number of tasks learned. */
    public int tasks() {
        return rows.size();
    }

    /** Returns the accuracy on a task after one that is not earlier. */
    public double at(int after, int task) {
        return rows.get(after).get(task);
    }

    /** Returns the mean accuracy over all tasks seen, after one of them. */
    public double average(int after) {
        return rows.get(after).stream().mapToDouble(a -> a).average().orElseThrow();
    }

    /** Returns the average accuracy after the last task. */
    public double average() {
        requireTasks("average accuracy", 1);
        return average(tasks() - 1);
    }

    /** Returns the forgetting after the last task. */
    public double forgetting() {
        requireTasks("forgetting", 2);
        double sum = 0;
        for (int task = 0; task < tasks() - 1; task++) {
            sum += best(task) - at(tasks() - 1, task);
        }
        return sum / (tasks() - 1);
    }

    private double best(int task) {
        double best = 0;
        for (int after = task; after < tasks() - 1; after++) {
            best = Math.max(best, at(after, task));
        }
        return best;
    }

    /** Returns the backward transfer after the last task. */
    public double backwardTransfer() {
        requireTasks("backward transfer", 2);
        double sum = 0;
        for (int task = 0; task < tasks() - 1; task++) {
            sum += at(tasks() - 1, task) - at(task, task);
        }
        return sum / (tasks() - 1);
    }

    private void requireTasks(String what, int least) {
        if (tasks() < least) {
            throw new IllegalStateException(
                    what + " needs at least " + least + " tasks that are learned, there are " + tasks());
        }
    }
}
