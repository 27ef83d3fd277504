package dev.dither.caption;

import java.util.List;

/**
 * A caption that is judged, and what people wrote about the same image.
 *
 * @param words the caption as tokens, perhaps none
 * @param references at least one, each of at least one token
 */
public record Candidate(List<String> words, List<List<String>> references) {
    /** Copies and checks. */
    public Candidate {
        words = List.copyOf(words);
        references = references.stream().map(List::copyOf).toList();
        if (references.isEmpty()) {
            throw new IllegalArgumentException("candidate \"" + String.join(" ", words)
                    + "\" has no reference; leave it out, or give at least one");
        }
        if (references.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException("candidate \"" + String.join(" ", words)
                    + "\" has a reference without a word; leave that reference out");
        }
    }

    /** Returns the candidate and references of these sentences, in the tokens of {@link CaptionTokenizer}. */
    public static Candidate of(String caption, List<String> references) {
        return new Candidate(
                CaptionTokenizer.words(caption),
                references.stream().map(CaptionTokenizer::words).toList());
    }

    /** Refuses a corpus of which nothing can be said. */
    static void requireSome(String metric, List<Candidate> corpus) {
        if (corpus.isEmpty()) {
            throw new IllegalArgumentException(metric + " needs at least one candidate, got none");
        }
    }
}
