package dev.dither.lab.experiment;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.TTest;

/**
 * Two methods compared over the seeds that both have: methods of one seed share data, labels and order, so that their
 * difference is free of what the seeds differ by.
 *
 * <p>Formula: t = mean(d) / (stddev(d) / √n) for the differences d of n seeds; the p-value is the probability that
 * Student's t with n−1 degrees of freedom exceeds it. It does not exist for one seed, and is NaN then. Where all
 * differences are equal it is 0 or 1, as they are above 0 or not.
 *
 * @param lower the method that should be lower
 * @param higherMethod the method that should be higher
 * @param seeds number of seeds that both have
 * @param higher number of seeds in which it is higher
 * @param p the p-value of the one-sided test
 */
record Comparison(String lower, String higherMethod, int seeds, int higher, double p) {
    private static final double LEVEL = 0.05;

    /** Compares each sample with the next one, which should be higher. */
    static List<Comparison> adjacent(List<Sample> samples) {
        return IntStream.range(1, samples.size())
                .mapToObj(i -> of(samples.get(i - 1), samples.get(i)))
                .toList();
    }

    static Comparison of(Sample lower, Sample upper) {
        Collection<double[]> pairs = lower.pairedWith(upper).values();
        double[] low = pairs.stream().mapToDouble(pair -> pair[0]).toArray();
        double[] high = pairs.stream().mapToDouble(pair -> pair[1]).toArray();
        int higher = (int) pairs.stream().filter(pair -> pair[1] > pair[0]).count();
        return new Comparison(lower.method(), upper.method(), pairs.size(), higher, p(low, high));
    }

    private static double p(double[] low, double[] high) {
        if (low.length < 2) {
            return Double.NaN;
        }
        double[] gains = IntStream.range(0, low.length)
                .mapToDouble(i -> high[i] - low[i])
                .toArray();
        return Arrays.stream(gains).distinct().count() == 1
                ? (gains[0] > 0 ? 0 : 1)
                : TTest.withDefaults()
                        .with(AlternativeHypothesis.GREATER_THAN)
                        .pairedTest(high, low)
                        .getPValue();
    }

    boolean significant() {
        return p < LEVEL;
    }

    String text() {
        String sign = String.format(
                Locale.ROOT, "%s > %s in %d of %d seed%s", higherMethod, lower, higher, seeds, seeds == 1 ? "" : "s");
        return seeds < 2
                ? sign + ", too few for a test"
                : String.format(Locale.ROOT, "%s, paired t-test p = %.2g (level %.2f)", sign, p, LEVEL);
    }
}
