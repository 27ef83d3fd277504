package dev.dither.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.dither.data.DataException;
import dev.dither.data.Examples;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** What every set of examples keeps: labels are classes, features are finite, loading it again gives the same bits. */
public interface DatasetContract {
    /** Loads or reads the set anew. */
    Examples examples();

    /** There is an example, and the shape of one has as many features as are counted. */
    @Test
    default void sizesAgree() {
        Examples examples = examples();
        int product = Arrays.stream(examples.exampleShape()).reduce(1, Math::multiplyExact);
        assertThat(examples.size()).isPositive();
        assertThat(examples.featureCount()).isEqualTo(product).isPositive();
        assertThat(examples.labels()).hasSize(examples.size());
        assertThat(Arrays.stream(examples.classCounts()).sum()).isEqualTo(examples.size());
    }

    /** Labels are 0 … classes−1. */
    @Test
    default void labelsAreClasses() {
        Examples examples = examples();
        assertThat(Arrays.stream(examples.labels())).allMatch(label -> 0 <= label && label < examples.classes());
    }

    /** No feature is infinite or NaN. */
    @Test
    default void featuresAreFinite() {
        Examples examples = examples();
        for (int i = 0; i < examples.size(); i++) {
            for (float feature : examples.features(i)) {
                if (!Float.isFinite(feature)) {
                    throw new AssertionError(examples.name() + ": example " + i + " has the feature " + feature);
                }
            }
        }
    }

    /** Copied features are those returned, at their offset and nowhere else. */
    @Test
    default void copiedFeaturesAreTheFeatures() {
        Examples examples = examples();
        int last = examples.size() - 1;
        float[] target = new float[examples.featureCount() + 5];
        Arrays.fill(target, -7);
        examples.copyFeatures(last, target, 3);
        assertThat(Arrays.copyOfRange(target, 3, target.length - 2)).isEqualTo(examples.features(last));
        assertThat(new float[] {target[0], target[1], target[2], target[target.length - 2], target[target.length - 1]})
                .containsOnly(-7);
    }

    /** Two loads agree in every bit of features and labels. */
    @Test
    default void loadingAgainGivesTheSameBits() {
        assertThat(checksum(examples())).isEqualTo(checksum(examples()));
    }

    /** A subset has the chosen examples in the chosen order, and its origin stays as it was. */
    @Test
    default void aSubsetHasTheChosenExamples() {
        Examples examples = examples();
        long before = checksum(examples);
        int last = examples.size() - 1;
        Examples subset = examples.subset(new int[] {last, 0, last});
        assertThat(subset.size()).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            int origin = i == 1 ? 0 : last;
            assertThat(subset.features(i)).isEqualTo(examples.features(origin));
            assertThat(subset.label(i)).isEqualTo(examples.label(origin));
        }
        assertThat(checksum(examples)).isEqualTo(before);
    }

    /** A relabelled set has the new labels on the same features, and its origin stays as it was. */
    @Test
    default void aRelabelledSetHasTheNewLabels() {
        Examples examples = examples();
        long before = checksum(examples);
        int[] labels = rotated(examples);
        Examples relabelled = examples.withLabels(labels);
        assertThat(relabelled.labels()).isEqualTo(labels);
        assertThat(relabelled.features(0)).isEqualTo(examples.features(0));
        assertThat(checksum(examples)).isEqualTo(before);
        labels[0] = examples.classes();
        assertThatThrownBy(() -> examples.withLabels(labels)).isInstanceOf(DataException.class);
    }

    /** What is handed out can be written to without harm. */
    @Test
    default void returnedArraysAreCopies() {
        Examples examples = examples();
        long before = checksum(examples);
        Arrays.fill(examples.labels(), -1);
        Arrays.fill(examples.features(0), -1);
        Arrays.fill(examples.exampleShape(), -1);
        assertThat(checksum(examples)).isEqualTo(before);
    }

    /** Neither takes memory in the size of the features: a copy of more than 64 bytes an example shows. */
    @Test
    default void subsetsAndRelabelledSetsShareTheFeatures() {
        Examples examples = examples();
        int[] all = IntStream.range(0, examples.size()).toArray();
        int[] labels = rotated(examples);
        long allowed = 64L * examples.size() + 4096;
        assertThat(allocated(() -> examples.subset(all))).isLessThan(allowed);
        assertThat(allocated(() -> examples.withLabels(labels))).isLessThan(allowed);
    }

    private static long allocated(Runnable action) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        action.run();
        long before = threads.getCurrentThreadAllocatedBytes();
        action.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static int[] rotated(Examples examples) {
        return Arrays.stream(examples.labels())
                .map(label -> (label + 1) % examples.classes())
                .toArray();
    }

    private static long checksum(Examples examples) {
        CRC32 checksum = new CRC32();
        for (int i = 0; i < examples.size(); i++) {
            for (float feature : examples.features(i)) {
                update(checksum, Float.floatToRawIntBits(feature));
            }
            update(checksum, examples.label(i));
        }
        return checksum.getValue();
    }

    private static void update(CRC32 checksum, int word) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            checksum.update(word >>> shift);
        }
    }
}
