package dev.dither.testkit;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;

/**
 * Draws of one distribution, and whether they may be what they claim to be.
 *
 * <p>Each moment is within five of its own standard errors but for one correct sampler in 1.7 million. With 100,000
 * draws, five errors of the mean are 1.6 % of σ, and five of the variance at most 3.6 % of σ² for families with the
 * tails of Laplace: an error of 5 % in either does not pass.
 */
final class Draws {
    static final int COUNT = 100_000;
    static final double P_VALUE = 1e-4;

    private static final double ERRORS = 5;
    private final double[] values;

    private Draws(double[] values) {
        this.values = values;
    }

    static Draws of(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return new Draws(wide);
    }

    /** The same draws with the distance to {@code centre} stretched. */
    Draws stretched(double centre, double factor) {
        double[] other = new double[values.length];
        for (int i = 0; i < other.length; i++) {
            other[i] = centre + factor * (values[i] - centre);
        }
        return new Draws(other);
    }

    Draws shifted(double distance) {
        double[] other = values.clone();
        for (int i = 0; i < other.length; i++) {
            other[i] += distance;
        }
        return new Draws(other);
    }

    boolean mayHaveMean(double mean) {
        return Math.abs(moment(mean, 1)) <= ERRORS * Math.sqrt(moment(mean, 2) / values.length);
    }

    /** Two values at the same distance have a variance without error, hence the second term. */
    boolean mayHaveStddev(double mean, double stddev) {
        double variance = moment(mean, 2);
        double error = Math.sqrt(Math.max(0, moment(mean, 4) - variance * variance) / values.length);
        return Math.abs(variance - stddev * stddev) <= ERRORS * error + 1e-6 * stddev * stddev;
    }

    boolean mayBeUncorrelated(double mean) {
        double sum = 0;
        for (int i = 1; i < values.length; i++) {
            sum += (values[i] - mean) * (values[i - 1] - mean);
        }
        return Math.abs(sum / values.length / moment(mean, 2)) <= ERRORS / Math.sqrt(values.length);
    }

    boolean mayFollow(DoubleUnaryOperator cdf) {
        return KolmogorovSmirnovTest.withDefaults().test(values, cdf).getPValue() >= P_VALUE;
    }

    private double moment(double mean, int power) {
        double sum = 0;
        for (double value : values) {
            sum += Math.pow(value - mean, power);
        }
        return sum / values.length;
    }
}
