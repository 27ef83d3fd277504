package dev.dither.nn;

/** Whether noise sites and dropout draw or give their mean. */
public enum NoiseMode {
    /** Every site draws, dropout drops. */
    SAMPLE,
    /** Every site gives its mean, dropout passes its input on; a site without a mean refuses. */
    MEAN
}
