package dev.dither.sequence;

import java.util.List;

/**
 * A text that was written.
 *
 * @param words its words, without the end
 * @param logProbability log p of all its words in nats, the end included where there is one
 * @param ended whether the model ended it, not the limit of its length
 */
public record Written(List<Integer> words, double logProbability, boolean ended) {
    /** Copies. */
    public Written {
        words = List.copyOf(words);
    }

    /** Returns how many words were chosen, the end included. */
    public int length() {
        return words.size() + (ended ? 1 : 0);
    }
}
