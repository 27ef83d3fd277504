package dev.dither.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dither.caption.Candidate;
import dev.dither.caption.CaptionScores;
import dev.dither.rng.RandomKey;
import dev.dither.testkit.RandomCases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

class CaptionScoresTest {
    private static final List<String> WORDS = List.of("a", "the", "red", "bus", "buses", "dog", "on", "street");

    private static List<String> sentence(SplittableRandom random, int length) {
        return IntStream.range(0, length)
                .mapToObj(i -> WORDS.get(random.nextInt(WORDS.size())))
                .toList();
    }

    /** Three images with three references each, of 4 to 9 words. */
    private static List<List<List<String>>> references(SplittableRandom random) {
        return IntStream.range(0, 3)
                .mapToObj(image -> IntStream.range(0, 3)
                        .mapToObj(i -> sentence(random, 4 + random.nextInt(6)))
                        .toList())
                .toList();
    }

    @RandomCases(100)
    void aCaptionThatIsAReferenceScoresOne(RandomKey key) {
        List<Candidate> corpus = references(key.generator()).stream()
                .map(all -> new Candidate(all.get(1), all))
                .toList();
        Map<String, Double> scores = CaptionScores.of(corpus);
        assertThat(scores).containsOnlyKeys("bleu1", "bleu2", "bleu3", "bleu4", "meteor", "rougeL", "cider");
        assertThat(scores).allSatisfy((name, score) -> {
            if (!name.equals("cider")) {
                assertThat(score).as(name).isEqualTo(1, within(1e-12));
            }
        });
    }

    @RandomCases(100)
    void scoresStayInTheirRange(RandomKey key) {
        SplittableRandom random = key.generator();
        List<Candidate> corpus = references(random).stream()
                .map(all -> new Candidate(sentence(random, random.nextInt(10)), all))
                .toList();
        CaptionScores.of(corpus)
                .forEach((name, score) ->
                        assertThat(score).as(name).isBetween(0.0, name.equals("cider") ? 10 + 1e-9 : 1 + 1e-12));
    }

    @RandomCases(100)
    void theOrderOfReferencesDoesNotMatter(RandomKey key) {
        SplittableRandom random = key.generator();
        List<Candidate> corpus = new ArrayList<>();
        List<Candidate> turned = new ArrayList<>();
        for (List<List<String>> all : references(random)) {
            List<String> caption = sentence(random, 1 + random.nextInt(9));
            corpus.add(new Candidate(caption, all));
            turned.add(new Candidate(caption, List.of(all.get(2), all.get(0), all.get(1))));
        }
        Map<String, Double> scores = CaptionScores.of(corpus);
        CaptionScores.of(turned)
                .forEach((name, score) -> assertThat(score).as(name).isEqualTo(scores.get(name), within(1e-12)));
    }
}
