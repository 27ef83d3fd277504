package dev.dither.labels;

/**
 * An example whose label may be wrong.
 *
 * @param row number of the example in its set, from 0
 * @param given its label
 * @param predicted the class that the network finds most probable
 * @param score the doubt, see {@link Suspicion}
 */
public record Suspect(int row, int given, int predicted, double score) {}
