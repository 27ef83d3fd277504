package dev.dither.optim;

import java.util.regex.Pattern;

/**
 * Parameters whose noise has its own scale.
 *
 * @param pattern regular expression of whole parameter paths, {@code 2/bias}
 * @param factor factor of the scale; 0 leaves them without noise
 */
public record ScaleGroup(String pattern, double factor) {
    /**
     * Leaves out what batch normalization trains. It goes by the names {@code scale} and {@code shift}, of which layers with random
     * weights have the first as well.
     */
    public static final ScaleGroup WITHOUT_NORMALIZATION = new ScaleGroup("(.*/)?(scale|shift)", 0);

    /** Checks. */
    public ScaleGroup {
        Require.pattern(pattern);
        Require.that(
                0 <= factor && factor < Double.POSITIVE_INFINITY, "group.factor must be finite and >= 0, got ", factor);
    }

    boolean holds(String path) {
        return Pattern.matches(pattern, path);
    }
}
