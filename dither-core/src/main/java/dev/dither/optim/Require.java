package dev.dither.optim;

import dev.dither.nn.Parameters;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Positive statements about settings, so that NaN fails them. */
final class Require {
    private Require() {}

    static void that(boolean holds, String message, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(message + value);
        }
    }

    static void pattern(String pattern) {
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "group.pattern must be a regular expression, got " + pattern + ": " + e.getDescription());
        }
    }

    /** Returns the refusal of a group that is first to match no parameter. */
    static IllegalArgumentException noMembers(String pattern, Parameters parameters) {
        return new IllegalArgumentException("group.pattern " + pattern + " is first to match none of "
                + parameters.byName().keySet() + "; correct or drop the group");
    }

    static void rate(String rule, double rate) {
        that(
                rate > 0 && rate < Double.POSITIVE_INFINITY,
                rule + ".learningRate must be positive and finite, got ",
                rate);
    }

    static void weightDecay(String rule, double decay) {
        that(
                0 <= decay && decay < Double.POSITIVE_INFINITY,
                rule + ".weightDecay must be finite and >= 0, got ",
                decay);
    }
}
