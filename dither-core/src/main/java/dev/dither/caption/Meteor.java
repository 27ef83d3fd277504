package dev.dither.caption;

import java.util.Comparator;
import java.util.List;

/**
 * METEOR by words and their stems: how much of caption and reference can be matched, and in how few pieces.
 *
 * <p>Formula: (1 − γ (chunks / matches)^β) · P R / (α P + (1 − α) R). P is the weight of all matches by the length of the
 * caption, R by that of the reference, where a match of equal words weighs 1 and one of equal stems {@code stemWeight}. The
 * matches are the largest set that uses no word twice, of those the one in the fewest chunks, which stand together in both.
 * Of several references the one of the highest score counts, the shortest of equals. For a corpus, matches, lengths and chunks
 * are summed before anything is divided.
 *
 * <p>Units: a number in [0, 1].
 *
 * <p>Differs: synonyms and paraphrases, which need their own data, are left out, and so is the smaller weight of function words
 * in version 1.5; stems are Porter's of 1980 throughout. Scores are therefore lower than those of the COCO evaluation, and
 * comparable among themselves alone. In 2005 the matching had the fewest crossings, as now in some programs; here it has the
 * fewest chunks throughout, as in version 1.5.
 *
 * <p>Reference: Banerjee and Lavie, METEOR, 2005; Denkowski and Lavie, Meteor Universal, 2014, section 2.
 *
 * @param alpha how much recall counts against precision, in [0, 1]
 * @param beta how the penalty grows with the number of chunks
 * @param gamma the greatest penalty, in [0, 1]
 * @param stemWeight weight of a match of stems, in [0, 1]
 * @param wholeMatch what a caption counts that equals its reference
 */
public record Meteor(double alpha, double beta, double gamma, double stemWeight, WholeMatch wholeMatch)
        implements CaptionMetric {
    /** Of 2005: recall weighs nine times as much as precision. */
    public static final Meteor ORIGINAL = new Meteor(0.9, 3, 0.5, 1, WholeMatch.ONE_CHUNK);

    /** The parameters of version 1.5 for English, which the COCO evaluation uses. */
    public static final Meteor COCO = new Meteor(0.85, 0.2, 0.6, 0.6, WholeMatch.NO_CHUNK);

    /** What a caption counts whose words are all matched, to all of the reference, in their order. */
    public enum WholeMatch {
        /** One chunk, as any other piece: its score is a little below 1. */
        ONE_CHUNK,
        /** No chunk: its score is 1. */
        NO_CHUNK
    }

    /** Checks. */
    public Meteor {
        requireFraction("alpha", alpha);
        if (!(beta > 0 && beta < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("meteor.beta must be positive, got " + beta);
        }
        requireFraction("gamma", gamma);
        requireFraction("stemWeight", stemWeight);
    }

    private static void requireFraction(String name, double value) {
        if (!(0 <= value && value <= 1)) {
            throw new IllegalArgumentException("meteor." + name + " must be in [0, 1], got " + value);
        }
    }

    @Override
    public double of(List<Candidate> corpus) {
        Candidate.requireSome("meteor", corpus);
        return score(corpus.stream().map(this::best).reduce(Counts::plus).orElseThrow());
    }

    private Counts best(Candidate candidate) {
        return candidate.references().stream()
                .map(reference -> counts(candidate.words(), reference))
                .max(Comparator.comparingDouble(this::score).thenComparingInt(counts -> -counts.referenceWords))
                .orElseThrow();
    }

    /** Sums over captions. */
    private record Counts(double weight, int matches, int chunks, int words, int referenceWords) {
        Counts plus(Counts more) {
            return new Counts(
                    weight + more.weight,
                    matches + more.matches,
                    chunks + more.chunks,
                    words + more.words,
                    referenceWords + more.referenceWords);
        }
    }

    private Counts counts(List<String> words, List<String> reference) {
        Alignment found = Alignment.of(words, reference);
        boolean whole = found.matches() == words.size() && found.matches() == reference.size() && found.chunks() == 1;
        int chunks = whole && wholeMatch == WholeMatch.NO_CHUNK ? 0 : found.chunks();
        double weight = found.exact() + stemWeight * (found.matches() - found.exact());
        return new Counts(weight, found.matches(), chunks, words.size(), reference.size());
    }

    private double score(Counts of) {
        if (of.weight == 0) {
            return 0;
        }
        double precision = of.weight / of.words;
        double recall = of.weight / of.referenceWords;
        double mean = precision * recall / (alpha * precision + (1 - alpha) * recall);
        return mean * (1 - gamma * Math.pow(of.chunks / (double) of.matches, beta));
    }
}
