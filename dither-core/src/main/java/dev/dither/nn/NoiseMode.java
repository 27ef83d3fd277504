package dev.dither.nn;

/** Whether noise sites draw or give their mean. */
public enum NoiseMode {
    /** Every site draws. */
    SAMPLE,
    /** Every site gives its mean; a site without one refuses. */
    MEAN
}
