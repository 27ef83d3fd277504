package dev.dither.caption;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * The words of captions as numbers: {@value #PADDING} is what follows the end of a caption, {@value #END} its end, {@value #UNKNOWN} a
 * word that is not here, and words are counted from {@value #FIRST}.
 *
 * @param words the words in the order of their numbers, all different
 */
public record CaptionVocabulary(List<String> words) {
    /** What follows the end. */
    public static final int PADDING = 0;

    /** The end of a caption, and what a decoder is told in front of its first word. */
    public static final int END = 1;

    /** A word that is not in the vocabulary. */
    public static final int UNKNOWN = 2;

    /** The number of the first word. */
    public static final int FIRST = 3;

    private static final String UNKNOWN_WORD = "\u2423";

    /** Copies and checks. */
    public CaptionVocabulary {
        words = List.copyOf(words);
        if (words.isEmpty()) {
            throw new IllegalArgumentException(
                    "vocabulary has no word; ask for a smaller count, or give more captions");
        }
        if (new HashSet<>(words).size() != words.size()) {
            throw new IllegalArgumentException("vocabulary has a word twice: " + words);
        }
    }

    /**
     * Returns the words that occur often enough, the most frequent first, those of one frequency in alphabetical order.
     *
     * @param sentences tokens of the training captions
     * @param minimum how often a word occurs at least
     */
    public static CaptionVocabulary of(List<List<String>> sentences, int minimum) {
        if (!(minimum >= 1)) {
            throw new IllegalArgumentException("vocabulary.minimum must be at least 1, got " + minimum);
        }
        Map<String, Integer> counts = new HashMap<>();
        sentences.forEach(sentence -> sentence.forEach(word -> counts.merge(word, 1, Integer::sum)));
        return new CaptionVocabulary(counts.entrySet().stream()
                .filter(entry -> entry.getValue() >= minimum)
                .sorted(Comparator.comparingInt((Map.Entry<String, Integer> entry) -> -entry.getValue())
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .toList());
    }

    /** Returns how many numbers there are: the outputs of a decoder. */
    public int size() {
        return words.size() + FIRST;
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
        Map<String, Integer> known = new HashMap<>();
        words.forEach(word -> known.put(word, known.size() + FIRST));
        int[] numbers = new int[Math.multiplyExact(sentences.size(), length)];
        for (int i = 0; i < sentences.size(); i++) {
            List<String> sentence = sentences.get(i);
            int kept = Math.min(sentence.size(), length - 1);
            for (int t = 0; t < kept; t++) {
                numbers[i * length + t] = known.getOrDefault(sentence.get(t), UNKNOWN);
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
        if (!(FIRST <= number && number < size())) {
            throw new IllegalArgumentException("caption " + numbers + " has the number " + number
                    + ", but the vocabulary ends at " + (size() - 1));
        }
        return words.get(number - FIRST);
    }
}
