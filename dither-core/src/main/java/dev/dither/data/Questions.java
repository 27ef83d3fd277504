package dev.dither.data;

import java.util.Arrays;

/**
 * Questions about pictures, their words as numbers; arrays are kept, not copied.
 *
 * <p>Shapes: pictures [N], words [N · T].
 *
 * @param pictures number of the picture that each question is about
 * @param words numbers of the words, question after question, 0 behind the end of one
 * @param length T, the number of places for words
 * @param vocabulary largest number of a word
 */
public record Questions(int[] pictures, int[] words, int length, int vocabulary) {
    /** Checks that sizes agree and that all words are in the vocabulary. */
    public Questions {
        DataException.require(length >= 1, "questions: length must be at least 1, got %s", length);
        DataException.require(
                words.length == (long) pictures.length * length,
                "questions: expected %s × %s numbers of words, got %s",
                pictures.length,
                length,
                words.length);
        boolean known = Arrays.stream(words).allMatch(word -> 0 <= word && word <= vocabulary);
        DataException.require(known, "questions: numbers of words must be in 0 … %s", vocabulary);
    }

    /** Returns the number of questions. */
    public int size() {
        return pictures.length;
    }
}
