package dev.dither.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void punctuationAndCaseAreLeftOut() {
        assertThat(Words.of("  Is there a RED shape -- in the image?!"))
                .containsExactly("is", "there", "a", "red", "shape", "in", "the", "image");
    }

    @Test
    void apostrophesInsideAWordStay() {
        assertThat(Words.of("'What's' the dogs' left-hand 2nd toy\u2019s name"))
                .containsExactly("what's", "the", "dogs", "left", "hand", "2nd", "toy's", "name");
    }

    @Test
    void lettersOfAllLanguagesMakeWords() {
        assertThat(Words.of("Où est l'Élan?")).containsExactly("où", "est", "l'élan");
        assertThat(Words.of("?! ...")).isEmpty();
    }

    @Test
    void theLocaleDoesNotMatter() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr")); // whose small I has no dot
            assertThat(Words.of("IS IT")).containsExactly("is", "it");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void wordsAreNumberedFromTheMostFrequentOn() {
        Vocabulary vocabulary = Vocabulary.of(List.of(List.of("b", "a", "c"), List.of("c", "a"), List.of("c")));
        assertThat(vocabulary.words()).containsExactly("c", "a", "b");
        assertThat(vocabulary.id("c")).isEqualTo(2);
        assertThat(vocabulary.id("b")).isEqualTo(4);
        assertThat(vocabulary.size()).isEqualTo(4);
    }

    @Test
    void equallyFrequentWordsAreInAlphabeticalOrder() {
        assertThat(Vocabulary.of(List.of(List.of("d", "b", "a", "c"))).words()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void unknownWordsHaveANumberOfTheirOwnAndEndsAreFilledUp() {
        Vocabulary vocabulary = new Vocabulary(List.of("is", "it"));
        assertThat(vocabulary.ids(List.of("it", "what", "is"), 5)).containsExactly(3, 1, 2, 0, 0);
        assertThat(vocabulary.ids(List.of("it", "what", "is"), 2)).containsExactly(3, 1);
        assertThat(vocabulary.ids(List.of(), 2)).containsExactly(0, 0);
    }

    @Test
    void vocabulariesOfTheSameWordsAreEqual() {
        assertThat(new Vocabulary(List.of("is", "it")))
                .isEqualTo(new Vocabulary(List.of("is", "it")))
                .hasSameHashCodeAs(new Vocabulary(List.of("is", "it")))
                .isNotEqualTo(new Vocabulary(List.of("it", "is")));
        assertThatThrownBy(() -> new Vocabulary(List.of("is", "is")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is is there twice");
    }
}
