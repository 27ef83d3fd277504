package dev.dither.caption;

import java.util.List;

/**
 * ROUGE-L: the longest common subsequence of caption and reference.
 *
 * <p>Formula: F = (1 + β²) P R / (R + β² P), with P the longest common subsequence by the length of the caption, R by that of the
 * reference, each the greatest over the references; 0 where nothing is common. The score of a corpus is the mean over images.
 *
 * <p>Differs: as in the COCO evaluation, P and R may come from different references; Lin takes the reference of the greatest F.
 *
 * <p>Reference: Lin, ROUGE, 2004, section 3; β as in the COCO evaluation.
 *
 * @param beta how much recall counts against precision
 */
public record RougeL(double beta) implements CaptionMetric {
    /** As in the COCO evaluation. */
    public static final RougeL COCO = new RougeL(1.2);

    /** Checks. */
    public RougeL {
        if (!(beta > 0 && beta < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("rougeL.beta must be positive, got " + beta);
        }
    }

    @Override
    public double of(List<Candidate> corpus) {
        Candidate.requireSome("rougeL", corpus);
        return corpus.stream().mapToDouble(this::of).average().orElseThrow();
    }

    private double of(Candidate candidate) {
        double precision = 0;
        double recall = 0;
        for (List<String> reference : candidate.references()) {
            double common = common(candidate.words(), reference);
            if (common > 0) {
                precision = Math.max(precision, common / candidate.words().size());
                recall = Math.max(recall, common / reference.size());
            }
        }
        double square = beta * beta;
        return recall == 0 ? 0 : (1 + square) * precision * recall / (recall + square * precision);
    }

    /** Returns the length of the longest common subsequence. */
    private static int common(List<String> a, List<String> b) {
        int[] row = new int[b.size() + 1];
        for (String word : a) {
            int diagonal = 0;
            for (int j = 1; j <= b.size(); j++) {
                int above = row[j];
                row[j] = word.equals(b.get(j - 1)) ? diagonal + 1 : Math.max(above, row[j - 1]);
                diagonal = above;
            }
        }
        return row[b.size()];
    }
}
