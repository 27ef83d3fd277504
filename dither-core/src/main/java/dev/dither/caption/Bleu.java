package dev.dither.caption;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * BLEU: how many n-grams of the captions stand in a reference, of all lengths up to one.
 *
 * <p>Formula: BP · (p₁ · … · pₙ)^{1/n}, where pₖ is the share of k-grams of all captions that are found in a reference of their
 * image, an n-gram counting at most as often as the reference that has it most often (modified precision); BP = 1 for c &gt; r,
 * exp(1 − r / c) otherwise, with c the words of all captions, r the sum over images of the reference length that is closest,
 * the shorter of two.
 *
 * <p>Units: a number in [0, 1]. Sums run over the corpus before anything is divided, so this is no mean of single captions.
 *
 * <p>Numerics: nothing is smoothed; without any matching n-gram the score is 0, where the COCO evaluation, which adds 10⁻¹⁵,
 * prints a number near it.
 *
 * <p>Reference: Papineni, Roukos, Ward and Zhu, BLEU, 2002, sections 2.1 to 2.3.
 *
 * @param order n, the longest n-grams that count
 */
public record Bleu(int order) implements CaptionMetric {
    /** Checks. */
    public Bleu {
        if (!(order >= 1)) {
            throw new IllegalArgumentException("bleu.order must be at least 1, got " + order);
        }
    }

    @Override
    public double of(List<Candidate> corpus) {
        Candidate.requireSome("bleu", corpus);
        double logs = 0;
        for (int n = 1; n <= order; n++) {
            logs += Math.log(modifiedPrecision(corpus, n));
        }
        return brevityPenalty(corpus) * Math.exp(logs / order);
    }

    /** Returns pₙ, 0 where no caption has n words. */
    static double modifiedPrecision(List<Candidate> corpus, int n) {
        long matched = 0;
        long all = 0;
        for (Candidate candidate : corpus) {
            Map<List<String>, Integer> most = new HashMap<>();
            candidate
                    .references()
                    .forEach(reference ->
                            NGrams.counts(reference, n).forEach((gram, count) -> most.merge(gram, count, Math::max)));
            Map<List<String>, Integer> counts = NGrams.counts(candidate.words(), n);
            for (Map.Entry<List<String>, Integer> found : counts.entrySet()) {
                all += found.getValue();
                matched += Math.min(found.getValue(), most.getOrDefault(found.getKey(), 0));
            }
        }
        return all == 0 ? 0 : matched / (double) all;
    }

    private static double brevityPenalty(List<Candidate> corpus) {
        long candidates = 0;
        long closest = 0;
        for (Candidate candidate : corpus) {
            candidates += candidate.words().size();
            closest += closestLength(candidate);
        }
        return candidates > closest ? 1 : Math.exp(1 - closest / (double) candidates);
    }

    private static int closestLength(Candidate candidate) {
        int length = candidate.words().size();
        return candidate.references().stream()
                .map(List::size)
                .min(Comparator.comparingInt((Integer of) -> Math.abs(of - length))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }
}
