package dev.dither.prune;

/**
 * What counts, where published tables differ.
 *
 * @param biases whether biases are a part of the size
 * @param denseInputs whether the inputs of a dense layer behind flattened images take memory of their own
 */
public record Counting(Biases biases, DenseInputs denseInputs) {
    /** The tables for LeNet-5: without biases; the flattened inputs are counted besides the map they come from. */
    public static final Counting LE_NET = new Counting(Biases.EXCLUDED, DenseInputs.COUNTED);

    /** The tables for VGG-16: without biases; flattening is a view and takes nothing. */
    public static final Counting VGG = new Counting(Biases.EXCLUDED, DenseInputs.SHARED);

    /** Whether biases are a part of the size; those of batch normalization never are. */
    public enum Biases {
        /** Weights alone. */
        EXCLUDED,
        /** Weights and biases. */
        COUNTED
    }

    /** Where the inputs of a dense layer behind flattened images are stored. */
    public enum DenseInputs {
        /** In a vector of their own. */
        COUNTED,
        /** In the map that was flattened. */
        SHARED
    }

    /** Returns this with another treatment of biases. */
    public Counting with(Biases other) {
        return new Counting(other, denseInputs);
    }
}
