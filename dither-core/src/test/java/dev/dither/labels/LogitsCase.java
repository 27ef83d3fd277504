package dev.dither.labels;

import dev.dither.objective.LabelLoss;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;

/** Four examples of three classes whose losses were computed by NumPy 2.4 in float64, directly from the formulas. */
final class LogitsCase {
    static final double CROSS_ENTROPY = 1.9567318415293646;
    static final TransitionMatrix NOISE =
            TransitionMatrix.of(new double[][] {{0.7, 0.3, 0}, {0.1, 0.8, 0.1}, {0, 0.4, 0.6}});

    private static final double[] LOGITS = {2, -1, 0.5, 0, 0.3, -0.2, -3, 4, 1, 0.7, 0.1, 1.9};
    private static final int[] LABELS = {1, 0, 2, 2};

    private LogitsCase() {}

    static Tensor logits() {
        return Tensor.of(LOGITS, Shape.of(4, 3));
    }

    static Tensor labels() {
        return Tensor.ofLabels(LABELS);
    }

    static double mean(LabelLoss loss) {
        return loss.mean(logits().logSoftmax(), labels()).item();
    }

    /** Returns the loss of one example. */
    static double of(LabelLoss loss, int label, double... logits) {
        Tensor row = Tensor.of(logits, Shape.of(1, logits.length));
        return loss.mean(row.logSoftmax(), Tensor.ofLabels(new int[] {label})).item();
    }
}
