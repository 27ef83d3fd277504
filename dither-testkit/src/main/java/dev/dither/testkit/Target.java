package dev.dither.testkit;

import dev.dither.nn.Parameters;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A function of two parameters with known gradient, written without the engine's. */
enum Target {
    /** ½ Σ c (θ − t)², minimum 0; curvatures 0.5 to 3, and every element has a minimum of its own. */
    QUADRATIC(new float[] {0, 0, 0}, new float[] {0, 0}) {
        @Override
        double value(float[] a, float[] b) {
            double sum = 0;
            for (int i = 0; i < 5; i++) {
                double miss = at(a, b, i) - MINIMA[i];
                sum += 0.5 * CURVATURES[i] * miss * miss;
            }
            return sum;
        }

        @Override
        double derivative(float[] a, float[] b, int i) {
            return CURVATURES[i] * (at(a, b, i) - MINIMA[i]);
        }
    },
    /** Rosenbrock's valley (1 − a)² + 100 (b − a²)², minimum 0 at (1, 1), from the customary start (−1.2, 1). */
    ROSENBROCK(new float[] {-1.2f}, new float[] {1}) {
        @Override
        double value(float[] a, float[] b) {
            double miss = b[0] - (double) a[0] * a[0];
            return (1 - a[0]) * (1 - a[0]) + 100 * miss * miss;
        }

        @Override
        double derivative(float[] a, float[] b, int i) {
            double miss = b[0] - (double) a[0] * a[0];
            return i == 0 ? -2 * (1 - a[0]) - 400 * a[0] * miss : 200 * miss;
        }
    },
    /** −a + b + 0 · c: constant gradients −1, 1, 0 in three places. */
    SLOPE(new float[] {0}, new float[] {0, 0}) {
        @Override
        double value(float[] a, float[] b) {
            return b[0] - a[0];
        }

        @Override
        double derivative(float[] a, float[] b, int i) {
            return i - 1 == 1 ? 0 : 2 * i - 1;
        }
    };

    private static final double[] CURVATURES = {1, 3, 0.5, 2, 1};
    private static final double[] MINIMA = {1, -2, 0.5, -1, 2};

    private final float[] startA;
    private final float[] startB;

    Target(float[] startA, float[] startB) {
        this.startA = startA;
        this.startB = startB;
    }

    abstract double value(float[] a, float[] b);

    /** Derivative by element i of a, then of b. */
    abstract double derivative(float[] a, float[] b, int i);

    static double at(float[] a, float[] b, int i) {
        return i < a.length ? a[i] : b[i - a.length];
    }

    /** Returns owned parameters at the start. */
    Parameters start() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("a", Tensor.of(startA, Shape.of(startA.length)).owned());
        tensors.put("b", Tensor.of(startB, Shape.of(startB.length, 1)).owned());
        return new Parameters(tensors);
    }

    double value(Parameters parameters) {
        List<Tensor> now = parameters.all();
        return value(now.get(0).toFloats(), now.get(1).toFloats());
    }

    List<Tensor> gradient(Parameters parameters) {
        List<Tensor> now = parameters.all();
        float[] a = now.get(0).toFloats();
        float[] b = now.get(1).toFloats();
        List<Tensor> gradients = new ArrayList<>();
        int from = 0;
        for (Tensor parameter : now) {
            float[] gradient = new float[Math.toIntExact(parameter.shape().elements())];
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] = (float) derivative(a, b, from + i);
            }
            from += gradient.length;
            gradients.add(Tensor.of(gradient, parameter.shape()));
        }
        return gradients;
    }
}
