package dev.dither.nn;

import dev.dither.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Texts of a batch: numbers of words from 1 on, then 0 as padding up to a common length. */
final class Texts {
    private final int[] words;
    private final int length;
    private final int[] lengths;

    private Texts(int[] words, int length, int[] lengths) {
        this.words = words;
        this.length = length;
        this.lengths = lengths;
    }

    /**
     * Reads texts.
     *
     * @param x [N, T]
     * @param vocabulary how many numbers there are, padding included
     * @param path of the layer, for messages
     * @throws IllegalArgumentException if a number is not one of a word, or a word stands behind padding
     */
    static Texts of(Tensor x, int vocabulary, String path) {
        int length = Math.toIntExact(x.shape().size(1));
        float[] given = x.toFloats();
        int[] words = new int[given.length];
        int[] lengths = new int[given.length / length];
        for (int i = 0; i < given.length; i++) {
            words[i] = word(given[i], vocabulary, path, i, length);
            if (words[i] != 0) {
                requireBehind(lengths[i / length]++, i % length, i / length, path);
            }
        }
        return new Texts(words, length, lengths);
    }

    private static void requireBehind(int before, int place, int text, String path) {
        if (before != place) {
            throw new IllegalArgumentException(path + ": padding 0 must stand at the end of a text, but text " + text
                    + " has a word at place " + place + " behind it");
        }
    }

    private static int word(float number, int vocabulary, String path, int at, int length) {
        if (!(number >= 0 && number < vocabulary && number == Math.rint(number))) {
            throw new IllegalArgumentException(path + ": words must be whole numbers of [0, " + (vocabulary - 1)
                    + "], got " + number + " at place " + at % length + " of text " + at / length);
        }
        return (int) number;
    }

    /** Returns how many texts there are. */
    int count() {
        return lengths.length;
    }

    /** Returns how many places each text has, padding included. */
    int length() {
        return length;
    }

    /** Returns the number of words of the longest text, 1 if all are empty. */
    int longest() {
        return Math.max(1, Arrays.stream(lengths).max().orElse(1));
    }

    /** Returns the words at the first places, all texts for a place one after another: entry t · N + i is word t of text i. */
    int[] places(int first) {
        int n = count();
        return IntStream.range(0, first * n)
                .map(k -> words[k % n * length + k / n])
                .toArray();
    }

    /** Returns what is read before each place, as {@link #places}: {@code first} at the beginning, then the words but the last. */
    int[] begun(int first) {
        int n = count();
        int[] before = new int[words.length];
        Arrays.fill(before, 0, n, first);
        System.arraycopy(places(length - 1), 0, before, n, words.length - n);
        return before;
    }

    /**
     * Returns where the last word of each text is among steps × rows, one behind all for an empty text.
     *
     * @param steps how many places were read
     * @param draws rows of a step hold each text so often: row d · N + i is text i
     */
    int[] last(int steps, int draws) {
        int n = count();
        int rows = n * draws;
        return IntStream.range(0, rows)
                .map(row -> lengths[row % n] == 0 ? steps * rows : (lengths[row % n] - 1) * rows + row)
                .toArray();
    }
}
