package dev.dither.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.rng.RandomKey;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentationTest {
    private static final int[] NINE = {1, 3, 3};
    private static final int DRAWS = 20_000;
    private static final RandomKey KEY = RandomKey.root(5);

    private static float[] changed(Augmentation augmentation, RandomKey key, int[] shape, float... image) {
        float[] copy = image.clone();
        augmentation.apply(copy, 0, shape, key);
        return copy;
    }

    private static float[] image() {
        return new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9};
    }

    /** All windows of a padded 3 × 3 image, cut out by hand. */
    static Stream<Arguments> windows() {
        return Stream.of(
                Arguments.of(PadCrop.Padding.ZERO, new float[] {0, 0, 0, 0, 1, 2, 0, 4, 5}),
                Arguments.of(PadCrop.Padding.ZERO, new float[] {5, 6, 0, 8, 9, 0, 0, 0, 0}),
                Arguments.of(PadCrop.Padding.ZERO, new float[] {0, 1, 2, 0, 4, 5, 0, 7, 8}),
                Arguments.of(PadCrop.Padding.ZERO, image()),
                Arguments.of(PadCrop.Padding.REFLECT, new float[] {5, 4, 5, 2, 1, 2, 5, 4, 5}),
                Arguments.of(PadCrop.Padding.REFLECT, new float[] {5, 6, 5, 8, 9, 8, 5, 6, 5}),
                Arguments.of(PadCrop.Padding.REFLECT, new float[] {2, 1, 2, 5, 4, 5, 8, 7, 8}),
                Arguments.of(PadCrop.Padding.REFLECT, image()));
    }

    /** 200 draws miss one of nine windows with a probability of (8/9)^200 < 1e-10. */
    @ParameterizedTest
    @MethodSource("windows")
    void everyWindowIsOneOfThePaddedImage(PadCrop.Padding padding, float[] window) {
        PadCrop crop = new PadCrop(1, padding);
        List<List<Float>> seen = Stream.iterate(0, i -> i + 1)
                .limit(200)
                .map(i -> boxed(changed(crop, KEY.child(i), NINE, image())))
                .distinct()
                .toList();
        assertThat(seen).hasSize(9).contains(boxed(window));
    }

    private static List<Float> boxed(float[] values) {
        Float[] boxes = new Float[values.length];
        Arrays.setAll(boxes, i -> values[i]);
        return List.of(boxes);
    }

    @Test
    void sureFlipMirrorsEveryRowOfEveryPlane() {
        float[] flipped =
                changed(new HorizontalFlip(1), KEY, new int[] {2, 2, 3}, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        assertThat(flipped).containsExactly(3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10);
    }

    @Test
    void planesMoveTogether() {
        float[] two = new float[18];
        System.arraycopy(image(), 0, two, 0, 9);
        System.arraycopy(image(), 0, two, 9, 9);
        for (int i = 0; i < 20; i++) {
            float[] moved = changed(new PadCrop(2, PadCrop.Padding.REFLECT), KEY.child(i), new int[] {2, 3, 3}, two);
            assertThat(Arrays.copyOfRange(moved, 9, 18)).containsExactly(Arrays.copyOf(moved, 9));
        }
    }

    @Test
    void onlyTheExampleIsTouched() {
        float[] batch = new float[27];
        Arrays.fill(batch, 7);
        Augmentation.of(List.of(new PadCrop(2, PadCrop.Padding.ZERO), HorizontalFlip.EVEN))
                .apply(batch, 9, NINE, KEY);
        assertThat(Arrays.copyOf(batch, 9)).containsOnly(7);
        assertThat(Arrays.copyOfRange(batch, 18, 27)).containsOnly(7);
    }

    @Test
    void sameKeyGivesTheSameBits() {
        Augmentation both = Augmentation.of(List.of(Augmentation.parse("pad-crop:1"), Augmentation.parse("flip")));
        for (int i = 0; i < 20; i++) {
            assertThat(changed(both, KEY.child(i), NINE, image()))
                    .containsExactly(changed(both, KEY.child(i), NINE, image()));
        }
    }

    @Test
    void noneChangesNothingOfAnyShape() {
        Augmentation.none().check(new int[] {4});
        assertThat(changed(Augmentation.none(), KEY, new int[] {4}, 1, 2, 3, 4)).containsExactly(1, 2, 3, 4);
    }

    /**
     * Each of 25 offsets and both sides of a flip, 20,000 draws: all counts are within five of their standard errors, but
     * by chance in fewer than one of 10,000 correct samplers. With one draw in twenty not moved at all the count of that
     * offset is 34 such errors off, and with one flip in twenty too many 7.
     */
    @Tag("statistical")
    @Test
    void offsetsAndFlipsHaveTheirRatesAndAPlantedErrorIsNoticed() {
        PadCrop crop = new PadCrop(2, PadCrop.Padding.ZERO);
        Augmentation lazy = Augmentation.none();
        assertThat(plausible(offsets(crop, crop), 1 / 25.0)).isTrue();
        assertThat(plausible(offsets(crop, lazy), 1 / 25.0)).isFalse();
        assertThat(plausible(flips(new HorizontalFlip(0.5)), 0.5)).isTrue();
        assertThat(plausible(flips(new HorizontalFlip(0.525)), 0.5)).isFalse();
    }

    private static List<Integer> offsets(Augmentation most, Augmentation everyTwentieth) {
        Integer[] counts = new Integer[25];
        Arrays.fill(counts, 0);
        for (int i = 0; i < DRAWS; i++) {
            counts[offset(i % 20 == 0 ? everyTwentieth : most, KEY.child(i))]++;
        }
        return List.of(counts);
    }

    private static List<Integer> flips(Augmentation flip) {
        int flips = 0;
        for (int i = 0; i < DRAWS; i++) {
            flips += changed(flip, KEY.child(i), new int[] {1, 1, 2}, 1, 2)[0] == 2 ? 1 : 0;
        }
        return List.of(flips, DRAWS - flips);
    }

    /** Where the only bright pixel of a 5 × 5 image goes. */
    private static int offset(Augmentation crop, RandomKey key) {
        float[] image = new float[25];
        image[12] = 1;
        float[] moved = changed(crop, key, new int[] {1, 5, 5}, image);
        int at = 0;
        while (moved[at] != 1) {
            at++;
        }
        return at;
    }

    private static boolean plausible(List<Integer> counts, double rate) {
        double error = Math.sqrt(DRAWS * rate * (1 - rate));
        return counts.stream().allMatch(count -> Math.abs(count - DRAWS * rate) < 5 * error);
    }

    @Test
    void textNamesAnAugmentation() {
        assertThat(Augmentation.parse("flip")).isEqualTo(new HorizontalFlip(0.5));
        assertThat(Augmentation.parse("flip:0.25")).isEqualTo(new HorizontalFlip(0.25));
        assertThat(Augmentation.parse("pad-crop:4")).isEqualTo(new PadCrop(4, PadCrop.Padding.ZERO));
        assertThat(Augmentation.parse("pad-crop:4:reflect")).isEqualTo(new PadCrop(4, PadCrop.Padding.REFLECT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "flop",
                "flip:2",
                "flip:NaN",
                "flip:x",
                "pad-crop",
                "pad-crop:0",
                "pad-crop:4:odd",
                "flip:1:2"
            })
    void textThatNamesNoneIsRefusedInOneLine(String text) {
        assertThatThrownBy(() -> Augmentation.parse(text))
                .isInstanceOf(DataException.class)
                .message()
                .hasLineCount(1)
                .containsAnyOf("augmentation", "flip", "pad-crop");
    }

    @Test
    void examplesThatAreNoImagesAreRefused() {
        Augmentation both = Augmentation.of(List.of(Augmentation.parse("flip")));
        assertThatThrownBy(() -> both.check(new int[] {64}))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("flip", "[C, H, W]", "[64]");
        assertThatThrownBy(() -> new PadCrop(3, PadCrop.Padding.REFLECT).check(NINE))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("pad less");
    }
}
