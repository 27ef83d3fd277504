package dev.dither.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dither.labels.LabelNoise;
import dev.dither.labels.NoisyLabels;
import dev.dither.rng.RandomKey;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.statistics.inference.BinomialTest;
import org.apache.commons.statistics.inference.ChiSquareTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What every kind of label noise keeps: the mask says which labels differ, flips happen at the stated rate and go where
 * the matrix says.
 *
 * <p>Statistical tests corrupt 200,000 labels. Each fails for one of 10,000 correct kinds; that of the rate refuses the
 * same flips against a rate 5 % off, for rates from 0.2 to 0.9.
 */
public interface LabelNoiseContract {
    /** Number of labels drawn. */
    int COUNT = 200_000;

    /** Below this probability a test refuses. */
    double P_VALUE = 1e-4;

    /** Root of the keys of these tests. */
    RandomKey KEY = RandomKey.root(4);

    /** Returns the noise to check, with a rate from 0.2 to 0.9. */
    LabelNoise noise();

    /** Returns the number of classes. */
    default int classes() {
        return 10;
    }

    /** Returns the labels after corruption. */
    default NoisyLabels corrupt(int[] clean, RandomKey key) {
        return noise().corrupt(clean, classes(), key);
    }

    private int[] clean() {
        return IntStream.range(0, COUNT).map(i -> i % classes()).toArray();
    }

    /** Labels of the classes that the noise touches. */
    private int[] affected() {
        double[][] matrix = corrupt(clean(), KEY).transition().toArray();
        return Arrays.stream(clean()).filter(label -> matrix[label][label] < 1).toArray();
    }

    /** Mask, number of flips and labels agree, and labels are classes. */
    @Test
    default void theMaskIsWhereLabelsDiffer() {
        int[] clean = clean();
        NoisyLabels noisy = corrupt(clean, KEY);
        int[] labels = noisy.labels();
        int differing = 0;
        for (int i = 0; i < COUNT; i++) {
            if (noisy.flipped(i) != (labels[i] != clean[i]) || labels[i] < 0 || labels[i] >= classes()) {
                throw new AssertionError("example " + i + ": clean " + clean[i] + ", given " + labels[i]
                        + ", said to be flipped: " + noisy.flipped(i));
            }
            differing += labels[i] != clean[i] ? 1 : 0;
        }
        assertThat(noisy.size()).isEqualTo(COUNT);
        assertThat(noisy.flipCount()).isEqualTo(differing);
    }

    /** Rows sum to 1; on the diagonal is 1, or 1 less the rate. */
    @Test
    default void theMatrixIsStochasticWithTheStatedRate() {
        double[][] matrix = noise().transition(classes(), KEY).toArray();
        for (int i = 0; i < classes(); i++) {
            assertThat(Arrays.stream(matrix[i]).sum()).isCloseTo(1, within(1e-12));
            assertThat(Arrays.stream(matrix[i])).allMatch(p -> 0 <= p && p <= 1);
            if (matrix[i][i] != 1) {
                assertThat(matrix[i][i]).isCloseTo(1 - noise().noiseRate(), within(1e-12));
            }
        }
    }

    /** The number of flips is binomial; a rate 5 % off is refused. */
    @StatisticalTest
    default void flipsHappenAtTheNoiseRate() {
        int[] affected = affected();
        int flips = corrupt(affected, KEY).flipCount();
        double rate = noise().noiseRate();
        double wrong = rate < 0.5 ? 1.05 * rate : 0.95 * rate;
        assertThat(pValue(affected.length, flips, rate)).isGreaterThanOrEqualTo(P_VALUE);
        assertThat(pValue(affected.length, flips, wrong)).isLessThan(P_VALUE);
    }

    private static double pValue(int trials, int successes, double rate) {
        return BinomialTest.withDefaults().test(trials, successes, rate).getPValue();
    }

    /** A χ² test for each class with a choice; what has probability 0 never happens. */
    @StatisticalTest
    default void flipsGoWhereTheMatrixSays() {
        int[] clean = clean();
        NoisyLabels noisy = corrupt(clean, KEY);
        int[] labels = noisy.labels();
        double[][] matrix = noisy.transition().toArray();
        long[][] counts = new long[classes()][classes()];
        for (int i = 0; i < COUNT; i++) {
            counts[clean[i]][labels[i]]++;
        }
        for (int i = 0; i < classes(); i++) {
            requireRow(i, matrix[i], counts[i]);
        }
    }

    private void requireRow(int label, double[] row, long[] counts) {
        int[] possible = IntStream.range(0, row.length).filter(j -> row[j] > 0).toArray();
        long reached = Arrays.stream(possible).mapToLong(j -> counts[j]).sum();
        assertThat(reached)
                .as("class %s", label)
                .isEqualTo(Arrays.stream(counts).sum());
        if (possible.length > 1) {
            double[] expected =
                    Arrays.stream(possible).mapToDouble(j -> row[j] * reached).toArray();
            long[] observed = Arrays.stream(possible).mapToLong(j -> counts[j]).toArray();
            double p = ChiSquareTest.withDefaults().test(expected, observed).getPValue();
            assertThat(p).as("class %s", label).isGreaterThanOrEqualTo(P_VALUE / classes());
        }
    }

    /** Labels are a function of the key. */
    @Test
    @Tag("determinism")
    default void labelsAreAFunctionOfTheKey() {
        int[] labels = corrupt(clean(), KEY).labels();
        assertThat(Arrays.equals(corrupt(clean(), KEY).labels(), labels)).isTrue();
        assertThat(Arrays.equals(corrupt(clean(), KEY.child("other")).labels(), labels))
                .isFalse();
    }

    /** The clean labels stay as they were. */
    @Test
    default void theCleanLabelsAreNotTouched() {
        int[] clean = clean();
        corrupt(clean, KEY);
        assertThat(Arrays.equals(clean, clean())).isTrue();
    }

    /** NaN is refused by name in every number of the record. */
    @Test
    default void notANumberIsRefused() {
        assumeTrue(noise() instanceof Record, "not a record");
        RecordCheck.refusesNaN((Record) noise());
    }
}
