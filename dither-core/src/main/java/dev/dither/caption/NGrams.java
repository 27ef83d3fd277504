package dev.dither.caption;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sequences of n words, and how often a sentence has each. */
final class NGrams {
    private NGrams() {}

    static Map<List<String>, Integer> counts(List<String> words, int n) {
        Map<List<String>, Integer> counts = new HashMap<>();
        for (int start = 0; start + n <= words.size(); start++) {
            counts.merge(words.subList(start, start + n), 1, Integer::sum);
        }
        return counts;
    }
}
