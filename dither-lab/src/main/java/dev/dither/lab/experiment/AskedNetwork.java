package dev.dither.lab.experiment;

import dev.dither.data.QuestionForm;
import dev.dither.nn.Activation;
import dev.dither.nn.Conv;
import dev.dither.nn.Dense;
import dev.dither.nn.Hidden;
import dev.dither.nn.LayerSpec;
import dev.dither.nn.TextEncoder;
import dev.dither.nn.VisualQuestion;
import java.util.ArrayList;
import java.util.List;

/**
 * The layers of a network that answers questions about pictures; the regions are asked once.
 *
 * @param convolutions channels of the convolutions that encode a picture, none for pictures that are features already
 * @param embedding length of the vector of a word
 * @param units cells in each layer that reads, and length of the answer
 * @param attention length of what region and question are compared by
 * @param hidden initial weights, and dropout of what the classifier reads
 */
record AskedNetwork(List<Integer> convolutions, int embedding, int units, int attention, Hidden hidden) {
    private static final int OTHERS = 3;
    private static final int READING_LAYERS = 2;
    private static final int HOPS = 1;
    private static final int SIZE = 3;

    AskedNetwork {
        convolutions = List.copyOf(convolutions);
        if (!hidden.stochastic().isEmpty()) {
            throw new IllegalArgumentException(
                    "network visual-question has no stochastic layers; leave them out, or choose another network");
        }
    }

    /** Returns the network of these widths: convolutions, then the vector of a word, cells and attention. */
    static AskedNetwork of(List<Integer> widths, Hidden hidden) {
        int convolutions = widths.size() - OTHERS;
        if (convolutions < 0) {
            throw new IllegalArgumentException(
                    "network visual-question has widths of any convolutions and then of word,"
                            + " cells and attention: at least 3 hidden layers, got " + widths);
        }
        return new AskedNetwork(
                widths.subList(0, convolutions),
                widths.get(convolutions),
                widths.get(convolutions + 1),
                widths.get(convolutions + 2),
                hidden);
    }

    List<LayerSpec> layers(QuestionForm form, int classes) {
        List<LayerSpec> vision = new ArrayList<>();
        for (int channels : convolutions) {
            vision.add(Conv.same(channels, SIZE).withStride(2));
            vision.add(Activation.RELU);
        }
        TextEncoder text = new TextEncoder(form.words() + 1, embedding, units, READING_LAYERS, 0);
        return List.of(
                new VisualQuestion(form.picture(), vision, text, attention, HOPS, hidden.dropProbability()),
                new Dense(classes, hidden.init()));
    }
}
