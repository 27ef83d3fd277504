package dev.dither.bench;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/**
 * What is one parameter here, in a graph of TensorFlow: a variable, or one for each branch where both branches' are stacked.
 *
 * @param variables variables of one shape, in the order of the stack
 * @param starts initial value of all numbers of each variable; NaN where they are drawn uniformly on ±1 / √fan-in
 * @param order where each number of a variable stands in its part of the stored parameter
 */
record GraphParameter(List<Variable<TFloat32>> variables, List<Double> starts, int[] order) {
    /** Returns a vector for each start. */
    static GraphParameter vectors(List<Variable<TFloat32>> variables, List<Double> starts) {
        return new GraphParameter(variables, starts, order(variables, i -> i));
    }

    /**
     * Returns weights [inputs, units] of what is stored as [units, inputs].
     *
     * @param image shape of the image whose pixels are the inputs, stored by channels there and by positions here; a scalar's if
     *     they are none
     */
    static GraphParameter dense(Shape image, List<Variable<TFloat32>> variables) {
        Shape shape = variables.get(0).shape();
        int inputs = (int) shape.get(0);
        int units = (int) shape.get(1);
        int channels = image.numDimensions() == 4 ? (int) image.get(3) : 1;
        int positions = inputs / channels;
        return drawn(variables, i -> {
            int input = i / units;
            return i % units * inputs + input % channels * positions + input / channels;
        });
    }

    /** Returns weights [height, width, inputs, units] of what is stored as [units, inputs, height, width]. */
    static GraphParameter filter(List<Variable<TFloat32>> variables) {
        Shape shape = variables.get(0).shape();
        int window = (int) (shape.get(0) * shape.get(1));
        int inputs = (int) shape.get(2);
        int units = (int) shape.get(3);
        return drawn(variables, i -> (i % units * inputs + i / units % inputs) * window + i / (units * inputs));
    }

    private static GraphParameter drawn(List<Variable<TFloat32>> variables, IntUnaryOperator place) {
        return new GraphParameter(
                variables, Collections.nCopies(variables.size(), Double.NaN), order(variables, place));
    }

    private static int[] order(List<Variable<TFloat32>> variables, IntUnaryOperator place) {
        int[] order = new int[(int) variables.get(0).shape().size()];
        Arrays.setAll(order, place);
        return order;
    }

    /** Returns another variable stored as this one. */
    GraphParameter like(Variable<TFloat32> variable, double start) {
        return new GraphParameter(List.of(variable), List.of(start), order);
    }

    Variable<TFloat32> variable() {
        return variables.get(0);
    }

    /** Returns initial values of one of the variables. */
    float[] start(int branch, RandomGenerator random) {
        double start = starts.get(branch);
        float[] values = new float[order.length];
        if (!Double.isNaN(start)) {
            Arrays.fill(values, (float) start);
            return values;
        }
        Shape shape = variables.get(branch).shape();
        double bound = Math.sqrt(shape.get(shape.numDimensions() - 1) / (double) order.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-bound, bound);
        }
        return values;
    }

    /** Returns the values of one of the variables in a stored parameter. */
    float[] read(int branch, float[] stored) {
        float[] values = new float[order.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = stored[branch * order.length + order[i]];
        }
        return values;
    }
}
