package dev.dither.nn;

/** Mean and variance of several outputs over many draws, and how far apart two such samples are. */
final class Moments {
    private final int draws;
    private final double[] mean;
    private final double[] variance;
    private final double[] fourth;

    /**
     * Takes draws.
     *
     * @param values draws × outputs
     */
    Moments(double[] values, int outputs) {
        this.draws = values.length / outputs;
        this.mean = central(values, outputs, new double[outputs], 1);
        this.variance = central(values, outputs, mean, 2);
        this.fourth = central(values, outputs, mean, 4);
    }

    private static double[] central(double[] values, int outputs, double[] centre, int power) {
        double[] moments = new double[outputs];
        double draws = values.length / (double) outputs;
        for (int i = 0; i < values.length; i++) {
            moments[i % outputs] += Math.pow(values[i] - centre[i % outputs], power);
        }
        for (int j = 0; j < outputs; j++) {
            moments[j] /= draws;
        }
        return moments;
    }

    /** Returns the largest difference of means, in standard errors of the difference. */
    double errorsOfMean(Moments other) {
        double most = 0;
        for (int j = 0; j < mean.length; j++) {
            double error = Math.sqrt((variance[j] + other.variance[j]) / draws);
            most = Math.max(most, Math.abs(mean[j] - other.mean[j]) / error);
        }
        return most;
    }

    /** Returns the largest difference of variances, in standard errors of the difference. */
    double errorsOfVariance(Moments other) {
        double most = 0;
        for (int j = 0; j < mean.length; j++) {
            double error = Math.sqrt((squaredError(j) + other.squaredError(j)) / draws);
            most = Math.max(most, Math.abs(variance[j] - other.variance[j]) / error);
        }
        return most;
    }

    private double squaredError(int output) {
        return fourth[output] - variance[output] * variance[output];
    }
}
