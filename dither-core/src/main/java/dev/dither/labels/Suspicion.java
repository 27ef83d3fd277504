package dev.dither.labels;

import dev.dither.predict.Predictive;
import dev.dither.predict.Ranking;
import java.util.Arrays;
import java.util.List;

/** Why a given label may be wrong, as a score that grows with the doubt. */
public enum Suspicion {
    /** −p(given label). */
    LIKELIHOOD {
        @Override
        public double score(Predictive found, int row, int given) {
            return -found.probability(row, given);
        }
    },

    /** max p − p(given label): how much more the network believes in another class, 0 where it agrees. */
    DISAGREEMENT {
        @Override
        public double score(Predictive found, int row, int given) {
            return found.probability(row, found.predicted(row)) - found.probability(row, given);
        }
    },

    /** The geometric mean of σ over the units of all noise sites, whatever the label. */
    STDDEV {
        @Override
        public double score(Predictive found, int row, int given) {
            return found.stddev(row);
        }
    };

    /** Returns the score of one example. */
    public abstract double score(Predictive found, int row, int given);

    /** Returns the scores of all examples. */
    public double[] scores(Predictive found, int[] given) {
        Transitions.require(
                found.size() == given.length,
                "suspicion: expected labels of " + found.size() + " examples, got " + given.length);
        double[] scores = new double[given.length];
        Arrays.setAll(scores, row -> score(found, row, given[row]));
        return scores;
    }

    /** Returns all examples, from the most to the least suspicious; equal ones keep their order. */
    public List<Suspect> ranked(Predictive found, int[] given) {
        double[] scores = scores(found, given);
        return Arrays.stream(Ranking.descending(scores))
                .map(row -> new Suspect(row, given[row], found.predicted(row), scores[row]))
                .toList();
    }
}
