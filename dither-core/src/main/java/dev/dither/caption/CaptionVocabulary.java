package dev.dither.caption;

import dev.dither.language.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of captions as numbers: those of a {@link Vocabulary} with one more between padding and unknown words, the end of a caption.
 * {@value #PADDING} is what follows the end, {@value #END} the end, {@value #UNKNOWN} a word that is not here.
 *
 * @param vocabulary the words
 */
public record CaptionVocabulary(Vocabulary vocabulary) {
    /** What follows the end. */
    public static final int PADDING = Vocabulary.PADDING;

    /** The end of a caption, and what a decoder is told in front of its first word. */
    public static final int END = 1;

    /** A word that is not in the vocabulary. */
    public static final int UNKNOWN = Vocabulary.UNKNOWN + END;

    private static final String UNKNOWN_WORD = "\u2423";

    /** Checks. */
    public CaptionVocabulary {
        if (vocabulary.words().isEmpty()) {
            throw new IllegalArgumentException(
                    "vocabulary has no word; ask for a smaller count, or give more captions");
        }
    }

    /** A vocabulary of these words, all different, in the order of their numbers. */
    public CaptionVocabulary(List<String> words) {
        this(new Vocabulary(words));
    }

    /**
     * Returns the words that occur often enough, the most frequent first, those of one frequency in alphabetical order.
     *
     * @param sentences tokens of the training captions
     * @param minimum how often a word occurs at least
     */
    public static CaptionVocabulary of(List<List<String>> sentences, int minimum) {
        return new CaptionVocabulary(Vocabulary.of(sentences, minimum));
    }

    /** Returns the words in the order of their numbers. */
    public List<String> words() {
        return vocabulary.words();
    }

    /** Returns how many numbers there are: the outputs of a decoder. */
    public int size() {
        return words().size() + UNKNOWN + 1;
    }

    /**
     * Returns sentences as numbers, each with its end and padding behind it; what does not fit is cut off, the end never.
     *
     * @param sentences tokens
     * @param length how many numbers a sentence gets, at least 2
     * @return the numbers, sentence after sentence
     */
    public int[] numbers(List<List<String>> sentences, int length) {
        if (!(length >= 2)) {
            throw new IllegalArgumentException(
                    "length of captions must be at least 2, a word and the end, got " + length);
        }
        int[] numbers = new int[Math.multiplyExact(sentences.size(), length)];
        for (int i = 0; i < sentences.size(); i++) {
            List<String> sentence = sentences.get(i);
            int kept = Math.min(sentence.size(), length - 1);
            for (int t = 0; t < kept; t++) {
                numbers[i * length + t] = vocabulary.id(sentence.get(t)) + END;
            }
            numbers[i * length + kept] = END;
        }
        return numbers;
    }

    /** Returns the words of numbers up to the first end or padding; a number of an unknown word becomes {@code ␣}. */
    public List<String> words(List<Integer> numbers) {
        List<String> found = new ArrayList<>();
        for (int number : numbers) {
            if (number == END || number == PADDING) {
                return found;
            }
            found.add(number == UNKNOWN ? UNKNOWN_WORD : word(number, numbers));
        }
        return found;
    }

    private String word(int number, List<Integer> numbers) {
        if (!(UNKNOWN < number && number < size())) {
            throw new IllegalArgumentException("caption " + numbers + " has the number " + number
                    + ", but the vocabulary ends at " + (size() - 1));
        }
        return words().get(number - UNKNOWN - 1);
    }
}
