package dev.dither.train;

import java.util.Optional;

/**
 * Where a training stands: the newest values, and those after the best epoch, the earlier one of equals.
 *
 * @param last the newest values
 * @param best the values after the best epoch
 * @param bestScore score of that epoch, see {@link Choice}
 */
public record Standing(Checkpoint last, Checkpoint best, double bestScore) {
    /** By what epochs are compared, a score that is larger for a better one. */
    public enum Choice {
        /** Validation accuracy. */
        ACCURACY {
            @Override
            double score(EpochEnded ended) {
                return ended.validation().getOrDefault(EpochEnded.ACCURACY, 0.0);
            }
        },
        /** Minus the mean negative log-likelihood of the validation labels. */
        NLL {
            @Override
            double score(EpochEnded ended) {
                return -ended.validation().getOrDefault(EpochEnded.NLL, Double.POSITIVE_INFINITY);
            }
        };

        abstract double score(EpochEnded ended);
    }

    /** Returns the standing after one more epoch, or after the first, by validation accuracy. */
    public static Standing after(Optional<Standing> before, Checkpoint now, EpochEnded ended) {
        return after(before, now, ended, Choice.ACCURACY);
    }

    /** Returns the standing after one more epoch, or after the first. */
    public static Standing after(Optional<Standing> before, Checkpoint now, EpochEnded ended, Choice choice) {
        double score = choice.score(ended);
        boolean better = before.isEmpty() || score > before.get().bestScore();
        return better
                ? new Standing(now, now, score)
                : new Standing(now, before.get().best(), before.get().bestScore());
    }

    /** Returns whether the epochs of the recipe are over, or its patience is. */
    public boolean ends(Recipe recipe) {
        return last.epoch() >= recipe.epochs() || last.epoch() - best.epoch() >= recipe.patience();
    }
}
