package dev.dither.optim;

import java.util.regex.Pattern;

/**
 * Parameters that move at their own rate.
 *
 * @param pattern regular expression of whole parameter paths, {@code 2/bias}
 * @param learningRateFactor factor of the learning rate; 0 leaves every bit as it is
 * @param weightDecayFactor factor of the weight decay
 */
public record ParameterGroup(String pattern, double learningRateFactor, double weightDecayFactor) {
    /** Caffe's habit: biases at twice the rate, without decay. */
    public static final ParameterGroup CAFFE_BIASES = new ParameterGroup(".*bias", 2, 0);

    /** Checks. */
    public ParameterGroup {
        requireFactor("learningRateFactor", learningRateFactor);
        requireFactor("weightDecayFactor", weightDecayFactor);
        Require.pattern(pattern);
    }

    private static void requireFactor(String name, double factor) {
        if (!(0 <= factor && factor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("group." + name + " must be finite and >= 0, got " + factor);
        }
    }

    boolean holds(String path) {
        return Pattern.matches(pattern, path);
    }

    boolean frozen() {
        return learningRateFactor == 0;
    }
}
