package dev.dither.sequence;

import dev.dither.nn.CaptionSteps;
import dev.dither.nn.Network;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * What a network that is one {@link dev.dither.nn.CaptionDecoder} writes about images, noise off.
 *
 * @param steps the network, word by word
 */
public record Captions(CaptionSteps steps) {
    /**
     * Returns the writer of a network.
     *
     * @throws IllegalArgumentException if the network is anything but one caption decoder
     */
    public static Captions of(Network network) {
        return new Captions(CaptionSteps.of(network));
    }

    /**
     * Returns a text about each image, the best one found.
     *
     * @param images [N, …], each in the shape of an image
     */
    public List<Written> best(Tensor images, Beam beam) {
        List<Written> texts = new ArrayList<>();
        for (long i = 0; i < images.shape().size(0); i++) {
            try (Scope scope = Scope.open();
                    Gradients.Off off = Gradients.off()) {
                texts.add(beam.best(model(images.narrow(0, i, 1))));
            }
        }
        return texts;
    }

    /**
     * Returns the model of texts about one image; what it remembers belongs to the innermost scope.
     *
     * @param image [1, …]
     */
    public WordModel<CaptionSteps.State> model(Tensor image) {
        return new Model(steps, image);
    }

    private record Model(CaptionSteps steps, Tensor image) implements WordModel<CaptionSteps.State> {
        @Override
        public CaptionSteps.State start() {
            return steps.start(image);
        }

        @Override
        public double[][] logProbabilities(CaptionSteps.State state) {
            double[] all = steps.odds(state).logSoftmax().toDoubles();
            double[][] rows = new double[all.length / steps.words()][steps.words()];
            for (int row = 0; row < rows.length; row++) {
                System.arraycopy(all, row * steps.words(), rows[row], 0, steps.words());
            }
            return rows;
        }

        @Override
        public CaptionSteps.State next(CaptionSteps.State state, int[] rows, int[] words) {
            return steps.next(state, rows, words);
        }
    }
}
