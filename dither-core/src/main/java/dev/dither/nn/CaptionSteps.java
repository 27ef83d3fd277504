package dev.dither.nn;

import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import dev.dither.tensor.Tensor;

/**
 * A network that is one {@link CaptionDecoder}, taken word by word, noise off: for texts that are still to be written.
 *
 * <p>Formula: that of the network by the mean; its row t is {@link #odds} behind t − 1 words.
 *
 * <p>Numerics: a step costs the same however long the text is. The products have other sizes than those of the whole text, so
 * last bits may differ. What is remembered belongs to the innermost scope.
 */
public final class CaptionSteps {
    private static final String PATH = "0";

    private final CaptionDecoder.Decoder decoder;

    private CaptionSteps(CaptionDecoder.Decoder decoder) {
        this.decoder = decoder;
    }

    /** What is remembered of texts begun, one row for each. */
    public static final class State {
        private final Lstm.State memory;

        private State(Lstm.State memory) {
            this.memory = memory;
        }
    }

    /**
     * Returns the steps of a network, with the weights that it has when a step is taken.
     *
     * @throws IllegalArgumentException if the network is anything but one caption decoder
     */
    public static CaptionSteps of(Network network) {
        if (network.layers().size() == 1 && network.layers().get(0) instanceof CaptionDecoder.Decoder decoder) {
            return new CaptionSteps(decoder);
        }
        throw new IllegalArgumentException("a network that writes texts is one caption decoder and nothing else, got "
                + network.layers().size() + " layers; build it of one CaptionDecoder");
    }

    /** Returns the number of words the decoder knows, padding and end included. */
    public int words() {
        return decoder.spec().words();
    }

    /** Returns the shape of an image. */
    public Shape image() {
        return decoder.spec().image();
    }

    /** Returns the state before the first word of a text about each of these images, [N, …] in the shape of an image. */
    public State start(Tensor images) {
        if (!images.shape().equals(image().batched(images.shape().size(0)))) {
            throw new ShapeException(PATH, "images [N, " + image().toString().substring(1), images.shape());
        }
        return new State(decoder.start(images, Pass.mean().in(PATH)));
    }

    /**
     * Returns the state behind one more word.
     *
     * @param rows which text of {@code state} each text of the result goes on
     * @param words the word by which it does
     * @throws IllegalArgumentException if one is no word but padding, or none the decoder knows
     */
    public State next(State state, int[] rows, int[] words) {
        for (int word : words) {
            if (!(word >= CaptionDecoder.END && word < words())) {
                throw new IllegalArgumentException(
                        PATH + ": words must be in [" + CaptionDecoder.END + ", " + (words() - 1) + "], got " + word);
            }
        }
        Lstm.State chosen = new Lstm.State(
                state.memory.output().rows(rows), state.memory.cell().rows(rows));
        return new State(decoder.read(chosen, words));
    }

    /** Returns the log-odds of the next word of each text, [N, words]. */
    public Tensor odds(State state) {
        Tensor output = state.memory.output();
        Shape shape = Shape.of(output.shape().size(0), words());
        return decoder.odds(output, Pass.mean().in(PATH)).reshape(shape);
    }
}
