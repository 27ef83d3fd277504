package dev.dither.caption;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * CIDEr: the similarity of n-grams, those that few images share counting more.
 *
 * <p>Formula: 10 · mean over images, references and n = 1 … 4 of s(g(c), g(r)), where g has for each n-gram its count times log(I /
 * max(1, d)); I is the number of images and d in how many of them a reference has the n-gram. The two forms differ in s.
 *
 * <p>Units: 0 to 10; papers print it times 10. What an n-gram is worth comes from the references of the corpus that is judged, so scores of
 * different sets cannot be compared, and a corpus of one image scores 0.
 *
 * <p>Differs: words are not stemmed, as in the COCO evaluation; the paper stems them.
 *
 * <p>Reference: Vedantam, Zitnick and Parikh, CIDEr, 2015, Eq. 1 to 3, and section 5 for CIDEr-D.
 */
public enum Cider implements CaptionMetric {
    /** CIDEr as defined: s is the cosine of both vectors. */
    PLAIN {
        @Override
        double product(double candidate, double reference) {
            return candidate * reference;
        }

        @Override
        double penalty(int longer) {
            return 1;
        }
    },
    /**
     * CIDEr-D, which is what the COCO evaluation prints as CIDEr: in the product of the cosine no n-gram of the caption counts more
     * than in the reference, and s is multiplied by exp(−δ² / (2 · 6²)), where δ is the difference of the lengths in words.
     */
    D {
        @Override
        double product(double candidate, double reference) {
            return Math.min(candidate, reference) * reference;
        }

        @Override
        double penalty(int longer) {
            return Math.exp(-(double) longer * longer / (2 * SIGMA * SIGMA));
        }
    };

    private static final int ORDERS = 4;
    private static final double FACTOR = 10;
    private static final double SIGMA = 6;

    abstract double product(double candidate, double reference);

    abstract double penalty(int longer);

    @Override
    public double of(List<Candidate> corpus) {
        Candidate.requireSome("cider", corpus);
        double sum = 0;
        for (int n = 1; n <= ORDERS; n++) {
            Weights weights = Weights.of(corpus, n);
            sum += corpus.stream()
                    .mapToDouble(candidate -> similarity(candidate, weights))
                    .average()
                    .orElseThrow();
        }
        return FACTOR * sum / ORDERS;
    }

    private double similarity(Candidate candidate, Weights weights) {
        Map<List<String>, Double> own = weights.vector(candidate.words());
        return candidate.references().stream()
                .mapToDouble(reference -> cosine(own, weights.vector(reference))
                        * penalty(candidate.words().size() - reference.size()))
                .average()
                .orElseThrow();
    }

    private double cosine(Map<List<String>, Double> candidate, Map<List<String>, Double> reference) {
        double sum = 0;
        for (Map.Entry<List<String>, Double> entry : candidate.entrySet()) {
            sum += product(entry.getValue(), reference.getOrDefault(entry.getKey(), 0.0));
        }
        double norms = norm(candidate) * norm(reference);
        return norms == 0 ? 0 : sum / norms;
    }

    private static double norm(Map<List<String>, Double> vector) {
        return Math.sqrt(vector.values().stream().mapToDouble(v -> v * v).sum());
    }

    /**
     * What the n-grams of one length are worth.
     *
     * @param n the length
     * @param images I
     * @param documents d
     */
    private record Weights(int n, int images, Map<List<String>, Integer> documents) {
        static Weights of(List<Candidate> corpus, int n) {
            Map<List<String>, Integer> documents = new HashMap<>();
            for (Candidate candidate : corpus) {
                Set<List<String>> seen = new HashSet<>();
                candidate
                        .references()
                        .forEach(reference ->
                                seen.addAll(NGrams.counts(reference, n).keySet()));
                seen.forEach(gram -> documents.merge(gram, 1, Integer::sum));
            }
            return new Weights(n, corpus.size(), documents);
        }

        Map<List<String>, Double> vector(List<String> words) {
            Map<List<String>, Double> vector = new HashMap<>();
            NGrams.counts(words, n).forEach((gram, count) -> vector.put(gram, count * worth(gram)));
            return vector;
        }

        private double worth(List<String> gram) {
            return Math.log(images) - Math.log(Math.max(1, documents.getOrDefault(gram, 0)));
        }
    }
}
