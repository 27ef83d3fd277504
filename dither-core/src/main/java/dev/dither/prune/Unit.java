package dev.dither.prune;

/**
 * A unit of a layer: an output of a dense layer, a channel of a convolution, or a feature of a flattened example.
 *
 * @param layer path of the layer, as in parameters and traces
 * @param index number of the unit in its layer, from 0
 */
public record Unit(String layer, int index) {
    /** Checks. */
    public Unit {
        if (!(index >= 0)) {
            throw new IllegalArgumentException("unit.index must be >= 0, got " + index);
        }
    }
}
