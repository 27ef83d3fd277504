package dev.dither.rl;

import dev.dither.rng.RandomKey;
import java.util.Arrays;

/** Statistics of what environments show at their starts. */
final class Starts {
    private Starts() {}

    static float[] observed(Environment environment, RandomKey key) {
        float[] seen = new float[environment.observationSize()];
        environment.start(key).observe(seen);
        return seen;
    }

    /** Returns the components of many starts. */
    static double[][] of(Environment environment, RandomKey key, int count) {
        double[][] components = new double[environment.observationSize()][count];
        for (int i = 0; i < count; i++) {
            float[] seen = observed(environment, key.child(i));
            for (int k = 0; k < seen.length; k++) {
                components[k][i] = seen[k];
            }
        }
        return components;
    }

    static long outside(double[] values, double bound) {
        return Arrays.stream(values).filter(v -> Math.abs(v) > bound).count();
    }

    /** Returns by how many standard errors the mean, plus a shift, is off 0, for values uniform on ±bound. */
    static double errorsOfMean(double[] values, double bound, double shift) {
        double mean = Arrays.stream(values).average().orElseThrow() + shift;
        return Math.abs(mean) / (bound / Math.sqrt(3.0 * values.length));
    }

    /** Returns by how many standard errors the mean square is off that of values uniform on ±bound. */
    static double errorsOfSquare(double[] values, double bound) {
        double square = Arrays.stream(values).map(v -> v * v).average().orElseThrow();
        return Math.abs(square - bound * bound / 3) / (bound * bound * Math.sqrt(4.0 / 45 / values.length));
    }
}
