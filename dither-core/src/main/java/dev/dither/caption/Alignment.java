package dev.dither.caption;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Words of a caption matched to words of a reference that have the same stem, none twice: as many as can be, then in the fewest
 * chunks, then at the smallest sum of distances between the positions in both, then with the most equal words.
 *
 * <p>Numerics: words are matched from left to right, keeping the {@value #BEAM} best of all that reach the greatest number
 * of matches. Sentences whose words repeat no more than captions do have fewer, so that their alignment is the best one.
 *
 * @param matches how many words are matched
 * @param exact how many of them to an equal word
 * @param chunks into how many runs they fall that stand together, in the same order, in both sentences
 */
record Alignment(int matches, int exact, int chunks) {
    private static final int BEAM = 1000;
    private static final int NOTHING = -2;
    private static final Comparator<Partial> BETTER = Comparator.comparingInt(Partial::chunks)
            .thenComparingInt(Partial::distance)
            .thenComparingInt(partial -> -partial.exact);

    static Alignment of(List<String> caption, List<String> reference) {
        Search search = new Search(caption, reference);
        Collection<Partial> open = List.of(new Partial(new BitSet(), NOTHING, 0, 0, 0));
        for (int i = 0; i < caption.size(); i++) {
            open = search.further(i, open);
        }
        Partial best = open.stream().min(BETTER).orElseThrow();
        return new Alignment(best.used.cardinality(), best.exact, best.chunks);
    }

    /**
     * The caption matched up to some word.
     *
     * @param used words of the reference that are taken
     * @param last position in the reference of the match of the word before, or {@link #NOTHING}
     */
    private record Partial(BitSet used, int last, int chunks, int distance, int exact) {
        Partial skipping() {
            return new Partial(used, NOTHING, chunks, distance, exact);
        }

        Partial matching(int i, int j, boolean equal) {
            BitSet more = (BitSet) used.clone();
            more.set(j);
            return new Partial(
                    more, j, chunks + (j == last + 1 ? 0 : 1), distance + Math.abs(i - j), exact + (equal ? 1 : 0));
        }

        /** What all that follows depends on. */
        Object rest() {
            return Map.entry(used, last);
        }
    }

    /** Two sentences, and which of their words can be matched. */
    private static final class Search {
        private final List<String> caption;
        private final List<String> reference;
        private final List<String> stems;
        private final Map<String, BitSet> places = new HashMap<>();

        Search(List<String> caption, List<String> reference) {
            this.caption = caption;
            this.reference = reference;
            this.stems = caption.stream().map(PorterStemmer::stem).toList();
            for (int j = 0; j < reference.size(); j++) {
                places.computeIfAbsent(PorterStemmer.stem(reference.get(j)), s -> new BitSet())
                        .set(j);
            }
        }

        Collection<Partial> further(int i, Collection<Partial> open) {
            Map<Object, Partial> next = new LinkedHashMap<>();
            for (Partial partial : open) {
                for (Partial one : after(i, partial)) {
                    next.merge(one.rest(), one, (a, b) -> BETTER.compare(b, a) < 0 ? b : a);
                }
            }
            return next.size() <= BEAM
                    ? next.values()
                    : next.values().stream().sorted(BETTER).limit(BEAM).toList();
        }

        private List<Partial> after(int i, Partial partial) {
            BitSet free =
                    (BitSet) places.getOrDefault(stems.get(i), new BitSet()).clone();
            free.andNot(partial.used);
            List<Partial> found = new ArrayList<>();
            free.stream()
                    .forEach(
                            j -> found.add(partial.matching(i, j, caption.get(i).equals(reference.get(j)))));
            if (remaining(i) > free.cardinality()) {
                found.add(partial.skipping());
            }
            return found;
        }

        /** A word may go without a match only if those of its stem from here on are more than the free places. */
        private long remaining(int i) {
            return stems.subList(i, stems.size()).stream()
                    .filter(stems.get(i)::equals)
                    .count();
        }
    }
}
