package dev.dither.train;

import java.util.Optional;

/**
 * Where a training stands: the newest values, and those after the epoch with the best validation accuracy, the earlier one
 * of equals.
 *
 * @param last the newest values
 * @param best the values after the best epoch
 * @param bestAccuracy validation accuracy of that epoch
 */
public record Standing(Checkpoint last, Checkpoint best, double bestAccuracy) {
    /** Returns the standing after one more epoch, or after the first. */
    public static Standing after(Optional<Standing> before, Checkpoint now, EpochEnded ended) {
        double accuracy = ended.validation().getOrDefault(EpochEnded.ACCURACY, 0.0);
        boolean better = before.isEmpty() || accuracy > before.get().bestAccuracy();
        return better
                ? new Standing(now, now, accuracy)
                : new Standing(now, before.get().best(), before.get().bestAccuracy());
    }

    /** Returns whether the epochs of the recipe are over, or its patience is. */
    public boolean ends(Recipe recipe) {
        return last.epoch() >= recipe.epochs() || last.epoch() - best.epoch() >= recipe.patience();
    }
}
