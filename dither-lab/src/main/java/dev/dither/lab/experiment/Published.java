package dev.dither.lab.experiment;

/**
 * A figure of a paper.
 *
 * @param method which of the methods
 * @param metric which figure
 * @param value the figure
 * @param source where it stands
 */
public record Published(
        String method,
        String metric,
        double value,
        @Default("''") String source) {}
