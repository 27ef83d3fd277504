package dev.dither.continual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.data.Examples;
import dev.dither.rng.RandomKey;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskStreamTest {
    private static final RandomKey KEY = RandomKey.root(5);

    /** An image whose pixels are all different. */
    private static Examples image(int height, int width) {
        float[] values = new float[height * width];
        IntStream.range(0, values.length).forEach(i -> values[i] = i + 1);
        return Examples.ofFloats("image", new int[] {1, height, width}, values, new int[] {0}, 1);
    }

    @Test
    void aPermutationKeepsEveryFeatureOnce() {
        float[] moved = new PermutedFeatures(2).task(image(5, 7), 0, KEY).features(0);
        assertThat(moved).isNotEqualTo(image(5, 7).features(0));
        Arrays.sort(moved);
        assertThat(moved).isEqualTo(image(5, 7).features(0));
    }

    @Test
    void allExamplesOfATaskHaveOneOrder() {
        Examples all = Rows.examples(9, 3);
        Examples task = new PermutedFeatures(3).task(all, 1, KEY);
        int[] order = KEY.child(1).permutation(Rows.FEATURES);
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < order.length; j++) {
                assertThat(task.features(i)[j]).isEqualTo(all.features(i)[order[j]]);
            }
            assertThat(task.label(i)).isEqualTo(all.label(i));
        }
    }

    @Test
    void permutedBytesAreThoseOfPermutedFloats() {
        byte[] bytes = {0, 1, 2, (byte) 200, (byte) 255, 7};
        Examples pixels = Examples.ofBytes("b", new int[] {3}, new Examples.Pixels(bytes, 0.5f), new int[] {0, 1}, 2);
        Examples last = pixels.subset(new int[] {1}).reordered(new int[] {2, 0, 1});
        assertThat(last.features(0)).containsExactly(3.5f, 100, 127.5f);
        assertThat(last.gather(new int[] {0}).toFloats()).containsExactly(3.5f, 100, 127.5f);
    }

    @Test
    void permutedTasksDifferAndAreFixedByTheKey() {
        PermutedFeatures stream = new PermutedFeatures(3);
        float[] first = stream.task(image(4, 4), 0, KEY).features(0);
        assertThat(stream.task(image(4, 4), 0, KEY).features(0)).isEqualTo(first);
        assertThat(stream.task(image(4, 4), 1, KEY).features(0)).isNotEqualTo(first);
        assertThat(stream.task(image(4, 4), 0, RandomKey.root(6)).features(0)).isNotEqualTo(first);
    }

    @Test
    void classGroupsTakeClassesInOrderWithLabelsOfTheirOwn() {
        Examples all = Rows.examples(12, 3);
        ClassGroups stream = new ClassGroups(2);
        assertThat(stream.tasks(all)).isEqualTo(2);
        Examples second = stream.task(all, 1, KEY);
        assertThat(second.classes()).isEqualTo(2);
        assertThat(second.labels()).containsExactly(0, 1, 0, 1, 0, 1);
        assertThat(second.features(0)).isEqualTo(all.features(2));
        assertThat(second.features(1)).isEqualTo(all.features(3));
    }

    @Test
    void classesThatDoNotDivideAreRefused() {
        assertThatThrownBy(() -> new ClassGroups(3).tasks(Rows.examples(12, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("split: rows has 4 classes, which cannot be divided into tasks of 3 each");
    }

    @Test
    void aQuarterTurnIsCounterclockwiseAndExact() {
        // 1 2 3      3 6 9
        // 4 5 6  to  2 5 8
        // 7 8 9      1 4 7
        float[] turned =
                new RotatedImages(List.of(0.0, 90.0)).task(image(3, 3), 1, KEY).features(0);
        assertThat(turned).usingComparatorWithPrecision(1e-5f).containsExactly(3, 6, 9, 2, 5, 8, 1, 4, 7);
    }

    @Test
    void anAngleOfZeroKeepsEveryBit() {
        assertThat(new RotatedImages(List.of(0.0)).task(image(4, 5), 0, KEY).features(0))
                .isEqualTo(image(4, 5).features(0));
    }

    @Test
    void aTurnInterpolatesBetweenFourPixelsAndIsBlackBeyondTheEdge() {
        // by 45 degrees the corner at offset (-1, -1) looks at (0, -sqrt 2): beyond the upper edge, whose middle pixel
        // 2 counts 2 - sqrt 2
        float[] turned =
                new RotatedImages(List.of(45.0)).task(image(3, 3), 0, KEY).features(0);
        assertThat(turned[0]).isCloseTo((float) (2 * (2 - Math.sqrt(2))), within(1e-5f));
        assertThat(turned[4]).isEqualTo(5);
    }

    @Test
    void rowsAreNotTurned() {
        assertThatThrownBy(() -> new RotatedImages(List.of(0.0, 10.0)).tasks(Rows.examples(4, 1)))
                .hasMessage("rotated: expected images [C, H, W], got [6] of rows");
    }

    @Test
    void aTestLabelThatTrainingNeverHasIsRefused() {
        Examples train = Rows.examples(3, 1);
        assertThatThrownBy(() -> new Task(1, train, Rows.examples(8, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "task 2: test example 3 has the label 3, which no training example of the task has; use more"
                                + " examples");
    }

    @Test
    void aTaskWithoutExamplesIsRefused() {
        Examples zeros = Rows.examples(1, 1);
        assertThatThrownBy(() -> Task.of(new ClassGroups(2), zeros, zeros, 1, KEY))
                .hasMessage("task 2: rows has no training examples of its classes; use more examples");
    }
}
