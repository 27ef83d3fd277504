package dev.dither.labels;

import dev.dither.objective.LabelLoss;
import dev.dither.tensor.Tensor;

/**
 * Cross-entropy of all classes, weighted so that its expectation over the noise is that of the true labels.
 *
 * <p>Formula: −(1/N) Σᵢ Σ_c T⁻¹[yᵢ][c] log pᵢ(c). It can be negative, without bound.
 *
 * <p>Reference: G. Patrini et al., Making Deep Neural Networks Robust to Label Noise: a Loss Correction Approach, 2017,
 * Theorem 1.
 */
public final class BackwardCorrection implements LabelLoss {
    private final TransitionMatrix matrix;
    private final double[][] inverse;

    /**
     * Inverts.
     *
     * @param matrix T
     * @throws IllegalArgumentException if T has no usable {@link TransitionMatrix#inverse}
     */
    public BackwardCorrection(TransitionMatrix matrix) {
        this.matrix = matrix;
        this.inverse = matrix.inverse();
    }

    /** Returns T. */
    public TransitionMatrix matrix() {
        return matrix;
    }

    @Override
    public Tensor mean(Tensor logProbabilities, Tensor labels) {
        TransitionMatrix.requireClasses("backward correction", matrix.classes(), logProbabilities);
        Tensor weights = TransitionMatrix.tensor(inverse).like(logProbabilities).rows(labels);
        long examples = logProbabilities.shape().size(0);
        return logProbabilities.times(weights).sum().times(-1.0 / examples);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BackwardCorrection correction && matrix.equals(correction.matrix);
    }

    @Override
    public int hashCode() {
        return matrix.hashCode();
    }

    @Override
    public String toString() {
        return "BackwardCorrection[" + matrix + "]";
    }
}
