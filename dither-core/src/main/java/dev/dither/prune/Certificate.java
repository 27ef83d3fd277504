package dev.dither.prune;

import dev.dither.data.Examples;
import dev.dither.nn.Network;
import dev.dither.nn.Pass;
import dev.dither.predict.Predictor;
import dev.dither.tensor.Gradients;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Tensor;

/**
 * Proof by example that two networks predict the same: their logits, by the mean, on all examples of a set.
 *
 * <p>Numerics: removing units that are zero leaves the terms of every sum as they are, but the engine may add them in
 * another order. Single precision then moves a logit by a few millionths of the largest one; {@link #TOLERANCE} allows
 * ten times that, and a unit that was not zero moves it by far more.
 *
 * @param examples number of examples compared
 * @param maxDifference largest difference of two logits
 * @param largestLogit largest logit of the first network, without its sign
 */
public record Certificate(int examples, double maxDifference, double largestLogit) {
    /** Allowed difference as a part of the largest logit, or of 1 if that is larger. */
    public static final double TOLERANCE = 1e-4;

    private static final int BATCH = 500;

    /** Two networks that were said to predict the same, but do not. */
    public static final class RefusedException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /**
     * Compares two networks.
     *
     * @throws RefusedException if a logit differs by more than the tolerance
     */
    public static Certificate of(Network before, Network after, Examples examples) {
        double difference = 0;
        double largest = 0;
        for (int start = 0; start < examples.size(); start += BATCH) {
            int count = Math.min(BATCH, examples.size() - start);
            float[] expected = logits(before, examples, start, count);
            float[] found = logits(after, examples, start, count);
            for (int i = 0; i < expected.length; i++) {
                // Math.max keeps NaN
                difference = Math.max(difference, Math.abs(found[i] - expected[i]));
                largest = Math.max(largest, Math.abs(expected[i]));
            }
        }
        Certificate certificate = new Certificate(examples.size(), difference, largest);
        certificate.require();
        return certificate;
    }

    private static float[] logits(Network network, Examples examples, int start, int count) {
        try (Scope scope = Scope.open();
                Gradients.Off off = Gradients.off()) {
            Tensor x = Predictor.batch(examples, start, count);
            return network.forward(x, Pass.mean()).toFloats();
        }
    }

    /** Returns the largest difference that is allowed. */
    public double allowed() {
        return TOLERANCE * Math.max(1, largestLogit);
    }

    private void require() {
        if (!(maxDifference <= allowed())) {
            throw new RefusedException("dead units: logits of " + examples + " examples expected to stay within "
                    + allowed() + ", one moved by " + maxDifference + "; prune with the examples they were found on");
        }
    }
}
