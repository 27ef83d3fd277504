package dev.dither.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CaptionVocabularyTest {
    private static final List<List<String>> SENTENCES =
            List.of(List.of("a", "red", "bus"), List.of("a", "blue", "bus"), List.of("a", "dog"));
    private static final CaptionVocabulary WORDS = CaptionVocabulary.of(SENTENCES, 1);

    @Test
    void frequentWordsComeFirstAndThenTheAlphabet() {
        assertThat(WORDS.words()).containsExactly("a", "bus", "blue", "dog", "red");
        assertThat(CaptionVocabulary.of(SENTENCES, 2).words()).containsExactly("a", "bus");
        assertThat(WORDS.size()).isEqualTo(8);
    }

    @Test
    void aSentenceEndsAndIsPadded() {
        assertThat(WORDS.numbers(List.of(List.of("a", "green", "dog"), List.of("bus")), 5))
                .containsExactly(3, 2, 6, 1, 0, 4, 1, 0, 0, 0);
    }

    @Test
    void whatIsTooLongIsCutInFrontOfTheEnd() {
        assertThat(WORDS.numbers(List.of(List.of("a", "red", "bus")), 3)).containsExactly(3, 7, 1);
    }

    @Test
    void numbersBecomeTheWordsInFrontOfTheEnd() {
        assertThat(WORDS.words(List.of(3, 7, 4, 1, 5))).containsExactly("a", "red", "bus");
        assertThat(WORDS.words(List.of(3, 2, 0))).containsExactly("a", "␣");
        assertThat(WORDS.words(List.of(1, 3))).isEmpty();
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> WORDS.words(List.of(8)))
                .hasMessage("caption [8] has the number 8, but the vocabulary ends at 7");
        assertThatThrownBy(() -> CaptionVocabulary.of(SENTENCES, 4))
                .hasMessage("vocabulary has no word; ask for a smaller count, or give more captions");
        assertThatThrownBy(() -> CaptionVocabulary.of(SENTENCES, 0))
                .hasMessage("vocabulary.minimum must be at least 1, got 0");
        assertThatThrownBy(() -> new CaptionVocabulary(List.of("a", "a")))
                .hasMessage("vocabulary: the word a is there twice");
        assertThatThrownBy(() -> WORDS.numbers(SENTENCES, 1))
                .hasMessageStartingWith("length of captions must be at least 2");
    }
}
