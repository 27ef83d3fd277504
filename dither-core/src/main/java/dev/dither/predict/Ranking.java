package dev.dither.predict;

import java.util.Arrays;
import java.util.Comparator;

/** How well a score separates marked from unmarked examples. */
public final class Ranking {
    private Ranking() {}

    /**
     * Returns the area under the receiver operating characteristic: the probability that a marked example has a larger
     * score than an unmarked one, equal scores counting half.
     *
     * @return NaN if all or none are marked
     */
    public static double auroc(double[] scores, boolean[] marked) {
        Integer[] order = descending(scores);
        double ranks = 0;
        long positives = 0;
        int n = scores.length;
        for (int i = 0; i < n; ) {
            int end = i;
            while (end < n && scores[order[end]] == scores[order[i]]) {
                end++;
            }
            double rank = n - (i + end - 1) / 2.0;
            for (int j = i; j < end; j++) {
                ranks += marked[order[j]] ? rank : 0;
                positives += marked[order[j]] ? 1 : 0;
            }
            i = end;
        }
        return (ranks - positives * (positives + 1) / 2.0) / ((double) positives * (n - positives));
    }

    /** Returns the indices from the largest score to the smallest; equal ones keep their order. */
    public static Integer[] descending(double[] scores) {
        Integer[] order = new Integer[scores.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble((Integer i) -> -scores[i]));
        return order;
    }
}
