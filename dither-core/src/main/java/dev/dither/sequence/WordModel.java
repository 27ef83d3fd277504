package dev.dither.sequence;

/**
 * A distribution over texts, as a step from the words so far to the next.
 *
 * @param <S> what is remembered of texts begun, in rows: a text each
 */
public interface WordModel<S> {
    /** Returns the state before the first word, one row. */
    S start();

    /**
     * Returns log p of each word behind each text, in nats; a word that cannot be has −∞. Entry 0, that of padding, is not looked
     * at, 1 is the end of the text.
     */
    double[][] logProbabilities(S state);

    /**
     * Returns the state behind one more word.
     *
     * @param rows which text of {@code state} each text of the result goes on
     * @param words the word by which it does
     */
    S next(S state, int[] rows, int[] words);
}
