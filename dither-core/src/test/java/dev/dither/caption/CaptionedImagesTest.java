package dev.dither.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.data.DataException;
import dev.dither.data.Examples;
import dev.dither.rng.RandomKey;
import dev.dither.tensor.Scope;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CaptionedImagesTest {
    private static final Examples PIXELS = Examples.ofBytes(
            "two",
            new int[] {1, 1, 2},
            new Examples.Pixels(new byte[] {0, (byte) 255, (byte) 255, 0}, 1 / 255f),
            new int[2],
            1);
    private static final List<String> NAMES = List.of("a.png", "b.png");
    private static final CaptionedImages TWO =
            new CaptionedImages(PIXELS, NAMES, List.of(List.of("A dog.", "One old dog!"), List.of("A bus")));
    private static final CaptionVocabulary WORDS = CaptionVocabulary.of(TWO.sentences(), 1);
    private static final RandomKey KEY = RandomKey.root(8);

    @Test
    void everyCaptionIsARowBehindItsImage() {
        Examples all = TWO.all(WORDS, 4);
        assertThat(all.size()).isEqualTo(3);
        assertThat(all.features(0)).containsExactly(0, 1, 3, 4, 1, 0);
        assertThat(all.features(1)).containsExactly(0, 1, 7, 6, 4, 1);
        assertThat(all.features(2)).containsExactly(1, 0, 3, 5, 1, 0);
    }

    @Test
    void aBatchHasTheSameRows() {
        try (Scope scope = Scope.open()) {
            Examples all = TWO.all(WORDS, 4);
            assertThat(all.gather(new int[] {2, 0}).toFloats()).containsExactly(1, 0, 3, 5, 1, 0, 0, 1, 3, 4, 1, 0);
            Examples last = all.subset(new int[] {1, 2}).subset(new int[] {1});
            assertThat(last.gather(new int[] {0}).toFloats()).containsExactly(all.features(2));
        }
    }

    /** 60 draws miss one of two captions with a probability of 2^-59. */
    @Test
    void anEpochDrawsOneCaptionOfEachImage() {
        assertThat(IntStream.range(0, 60)
                        .mapToObj(epoch -> TWO.drawn(WORDS, 4, KEY.child(epoch)).features(0)))
                .extracting(row -> row[2])
                .contains(3f, 7f)
                .allMatch(first -> first == 3 || first == 7);
        assertThat(TWO.drawn(WORDS, 4, KEY).features(0))
                .containsExactly(TWO.drawn(WORDS, 4, KEY).features(0));
    }

    @Test
    void whatIsMissingIsRefusedByName() {
        refuses(NAMES, List.of(List.of("a"), List.of()), "two: image b.png has no caption; leave it out");
        refuses(
                NAMES,
                List.of(List.of("a"), List.of("b", " . ")),
                "two: image b.png has a caption without a word: \" . \"; leave that caption out");
        refuses(
                List.of("a.png"),
                List.of(List.of("a")),
                "two: 2 images have 1 names and captions of 1; give one of both for each");
    }

    private static void refuses(List<String> names, List<List<String>> captions, String message) {
        assertThatThrownBy(() -> new CaptionedImages(PIXELS, names, captions))
                .isInstanceOf(DataException.class)
                .hasMessage(message);
    }
}
