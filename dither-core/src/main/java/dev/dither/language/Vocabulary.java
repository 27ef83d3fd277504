package dev.dither.language;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Words and their numbers: {@link #PADDING} behind the end of a text, {@link #UNKNOWN} for a word that is not here, then the
 * words in their order.
 *
 * <p>Two vocabularies of the same words in the same order are equal.
 */
public final class Vocabulary {
    /** The number of a place behind the end of a text. */
    public static final int PADDING = 0;

    /** The number of a word that the vocabulary does not have. */
    public static final int UNKNOWN = 1;

    private static final int FIRST = 2;

    private final List<String> words;
    private final Map<String, Integer> ids;

    /** Creates a vocabulary of these words, all different. */
    public Vocabulary(List<String> words) {
        this.words = List.copyOf(words);
        this.ids = new HashMap<>();
        for (int i = 0; i < words.size(); i++) {
            if (ids.put(words.get(i), FIRST + i) != null) {
                throw new IllegalArgumentException("vocabulary: the word " + words.get(i) + " is there twice");
            }
        }
    }

    /** Returns all words of some texts, the most frequent first, equally frequent ones in alphabetical order. */
    public static Vocabulary of(Collection<List<String>> texts) {
        return of(texts, 1);
    }

    /**
     * Returns the words of some texts that occur often enough, the most frequent first, equally frequent ones in alphabetical order.
     *
     * @param minimum how often a word occurs at least
     */
    public static Vocabulary of(Collection<List<String>> texts, int minimum) {
        if (!(minimum >= 1)) {
            throw new IllegalArgumentException("vocabulary.minimum must be at least 1, got " + minimum);
        }
        Map<String, Long> counts = texts.stream()
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        Comparator<Map.Entry<String, Long>> rarest = Map.Entry.comparingByValue();
        return new Vocabulary(counts.entrySet().stream()
                .filter(entry -> entry.getValue() >= minimum)
                .sorted(rarest.reversed().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList());
    }

    /** Returns the words; the first of them has the number 2. */
    public List<String> words() {
        return words;
    }

    /** Returns the largest number of a word: there are as many, that of unknown words included and that of padding not. */
    public int size() {
        return words.size() + UNKNOWN;
    }

    /** Returns the number of a word, from 1 to {@link #size}. */
    public int id(String word) {
        return ids.getOrDefault(word, UNKNOWN);
    }

    /** Returns the numbers of the first {@code length} words of a text, with padding behind a shorter one. */
    public int[] ids(List<String> text, int length) {
        int[] numbers = new int[length];
        for (int i = 0; i < Math.min(length, text.size()); i++) {
            numbers[i] = id(text.get(i));
        }
        return numbers;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vocabulary vocabulary && vocabulary.words.equals(words);
    }

    @Override
    public int hashCode() {
        return words.hashCode();
    }

    @Override
    public String toString() {
        return "vocabulary of " + words.size() + " words";
    }
}
