package dev.dither.labels;

import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.ShapeException;
import dev.dither.tensor.Tensor;
import java.util.Arrays;
import java.util.Locale;

/**
 * Probabilities of the given label for each true class.
 *
 * <p>Formula: T[i][j] = P(given label j | true class i); so if p is the distribution of the true class, a row vector, that
 * of the given label is p T.
 *
 * <p>Shapes: T is [C, C] for C classes; every row sums to 1.
 *
 * <p>Numerics: a row may miss its sum by 10⁻⁵, as averages of 32-bit probabilities do; it is kept as it is.
 */
public final class TransitionMatrix {
    private static final double ROUNDING = 1e-5;

    /** Largest norm of an inverse: beyond it, four of seven decimal digits are lost. */
    private static final double LARGEST_INVERSE = 1000;

    private final double[][] rows;

    private TransitionMatrix(double[][] rows) {
        this.rows = rows;
    }

    /** Returns the matrix with these rows, one for each true class; they are copied. */
    public static TransitionMatrix of(double[][] rows) {
        Transitions.require(
                rows.length >= 2, "transition matrix needs a row for each of 2 or more classes, got " + rows.length);
        for (int i = 0; i < rows.length; i++) {
            requireDistribution(rows[i], rows.length, i);
        }
        return new TransitionMatrix(copy(rows));
    }

    private static void requireDistribution(double[] row, int classes, int i) {
        String where = "transition matrix: row " + i + " ";
        Transitions.require(
                row.length == classes, where + "must have " + classes + " probabilities, got " + row.length);
        for (double p : row) {
            Transitions.require(0 <= p && p <= 1, where + "must hold probabilities in [0, 1], got " + p);
        }
        double sum = Arrays.stream(row).sum();
        Transitions.require(Math.abs(sum - 1) <= ROUNDING, where + "must sum to 1, got " + sum);
    }

    /** Returns the matrix of labels that are all right. */
    public static TransitionMatrix identity(int classes) {
        double[][] rows = new double[classes][classes];
        for (int i = 0; i < classes; i++) {
            rows[i][i] = 1;
        }
        return of(rows);
    }

    /** Returns the number of classes. */
    public int classes() {
        return rows.length;
    }

    /** Returns T[i][j], the probability that an example of class {@code i} is given the label {@code j}. */
    public double probability(int i, int j) {
        return rows[i][j];
    }

    /** Returns a copy of the rows. */
    public double[][] toArray() {
        return copy(rows);
    }

    /** Returns (1/C²) Σᵢⱼ |T[i][j] − other[i][j]|, the mean absolute error of an estimate. */
    public double distanceTo(TransitionMatrix other) {
        Transitions.require(
                other.classes() == classes(),
                "distance of transition matrices: expected " + classes() + " classes, got " + other.classes());
        double sum = 0;
        for (int i = 0; i < classes(); i++) {
            for (int j = 0; j < classes(); j++) {
                sum += Math.abs(rows[i][j] - other.rows[i][j]);
            }
        }
        return sum / classes() / classes();
    }

    /**
     * Returns the inverse T⁻¹; its rows sum to 1, its entries may be negative or greater than 1.
     *
     * <p>Numerics: the largest sum of absolute values in a row of T⁻¹ is its norm and, as that of T is 1, the condition
     * number. By it grow errors of T and the largest loss of a {@link BackwardCorrection}; more than 1000 is refused.
     *
     * @throws IllegalArgumentException if T is singular or nearly so
     */
    public double[][] inverse() {
        double[] flat = flatInverse();
        double[][] inverse = new double[classes()][];
        double norm = 0;
        for (int i = 0; i < classes(); i++) {
            inverse[i] = Arrays.copyOfRange(flat, i * classes(), (i + 1) * classes());
            norm = Math.max(norm, Arrays.stream(inverse[i]).map(Math::abs).sum());
        }
        Transitions.require(
                norm <= LARGEST_INVERSE,
                String.format(
                        Locale.ROOT,
                        "transition matrix has no usable inverse: expected a norm of at most %.0f, got %.3g; its rows are"
                                + " too much alike; use the forward correction or a matrix with a larger diagonal",
                        LARGEST_INVERSE,
                        norm));
        return inverse;
    }

    private double[] flatInverse() {
        try (Scope scope = Scope.open()) {
            return tensor(rows).inverse().toDoubles();
        }
    }

    /** Returns a column for each true class and a row for each given label, 64-bit: Tᵀ. */
    Tensor transposed() {
        double[][] columns = new double[classes()][classes()];
        for (int i = 0; i < classes(); i++) {
            for (int j = 0; j < classes(); j++) {
                columns[j][i] = rows[i][j];
            }
        }
        return tensor(columns);
    }

    /** Returns a square matrix as a tensor of 64-bit floats. */
    static Tensor tensor(double[][] square) {
        double[] flat = Arrays.stream(square).flatMapToDouble(Arrays::stream).toArray();
        return Tensor.of(flat, Shape.of(square.length, square.length));
    }

    /** Refuses predictions for another number of classes. */
    static void requireClasses(String loss, int classes, Tensor logProbabilities) {
        Shape shape = logProbabilities.shape();
        if (!(shape.rank() == 2 && shape.size(1) == classes)) {
            throw new ShapeException(loss, "[N, " + classes + "]", shape);
        }
    }

    private static double[][] copy(double[][] rows) {
        return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TransitionMatrix matrix && Arrays.deepEquals(rows, matrix.rows);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(rows);
    }

    @Override
    public String toString() {
        return "TransitionMatrix" + Arrays.deepToString(rows);
    }
}
