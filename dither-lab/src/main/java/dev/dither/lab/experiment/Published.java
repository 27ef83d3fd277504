package dev.dither.lab.experiment;

import dev.dither.lab.key.Default;
import org.jspecify.annotations.Nullable;

/**
 * A figure of a paper.
 *
 * @param method which of the methods
 * @param metric which figure
 * @param value the figure
 * @param draws noisy passes behind it, 0 for the mean network, or absent: whatever ours has
 * @param source where it stands
 */
public record Published(
        String method,
        String metric,
        double value,
        @Default("null") @Nullable Integer draws,
        @Default("''") String source) {}
