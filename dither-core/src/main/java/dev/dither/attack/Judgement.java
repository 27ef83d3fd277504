package dev.dither.attack;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The accuracy of a network on some examples, by every way to decide with noise, side by side: which of them is called the
 * robust accuracy changes the figure by tens of points, so none is shown alone.
 *
 * @param draws number of draws, those of all members of an ensemble, behind {@code AVERAGE}, {@code MAJORITY} and {@code ALL}
 * @param accuracy right decisions, for each way to decide
 */
public record Judgement(int draws, Map<Decision, Proportion> accuracy) {
    /** When a network counts as right. */
    public enum Decision {
        /** Its mean is right: one pass without noise, of an ensemble one of each member, averaged. */
        MEAN,
        /** One draw is right, of an ensemble the average of one of each member. */
        DRAW,
        /** The probabilities averaged over the draws are. */
        AVERAGE,
        /** More draws are for the label than for any other class; a tie is wrong. */
        MAJORITY,
        /** Every draw is right. */
        ALL
    }

    /** Checks and copies. */
    public Judgement {
        for (Decision decision : Decision.values()) {
            Require.that(accuracy.containsKey(decision), "judgement: expected all decisions, lacks " + decision);
        }
        accuracy = Map.copyOf(new EnumMap<>(accuracy));
    }

    /** Returns the accuracy by one way to decide. */
    public Proportion by(Decision decision) {
        Proportion found = accuracy.get(decision);
        if (found == null) {
            throw new IllegalStateException("judgement lacks " + decision);
        }
        return found;
    }

    @Override
    public String toString() {
        return Arrays.stream(Decision.values())
                .map(decision -> decision.name().toLowerCase(Locale.ROOT) + " " + by(decision))
                .collect(Collectors.joining(", ", "", ", of " + draws + " draws"));
    }
}
