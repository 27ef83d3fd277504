package dev.dither.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CiderTest {
    private static final Candidate DOG = Candidate.of("a dog", List.of("a dog"));

    /**
     * By hand: of two images {@code a} is in both, so it is worth log 1 = 0, and {@code red}, {@code bus} log 2 each. Single words: (0, 2, 1)
     * and (0, 1, 1) log 2, cosine 3 / √10; pairs: {@code red red} once, {@code a red} and {@code red bus} shared, cosine 2 / √6; of three words nothing is shared
     * but {@code a red red}, {@code red red bus} against {@code a red bus}: 0; of four words nothing is there on one side: 0. The other
     * image has a word worth log 2 and one pair: cosines 1, 1, 0, 0.
     */
    @Test
    void cosinesAreThoseByHand() {
        Candidate bus = Candidate.of("a red red bus", List.of("a red bus"));
        double first = 3 / Math.sqrt(10) + 2 / Math.sqrt(6);
        assertThat(Cider.PLAIN.of(List.of(bus, DOG))).isEqualTo(10 * (first + 2) / 2 / 4, within(1e-14));
    }

    /** By hand, as above: the second {@code red} does not count in the product, and one word too many costs exp(-1/72). */
    @Test
    void repeatedWordsAndOtherLengthsCostScore() {
        Candidate bus = Candidate.of("a red red bus", List.of("a red bus"));
        double first = (2 / Math.sqrt(10) + 2 / Math.sqrt(6)) * Math.exp(-1 / 72.0);
        assertThat(Cider.D.of(List.of(bus, DOG))).isEqualTo(10 * (first + 2) / 2 / 4, within(1e-14));
    }

    @Test
    void aCorpusScoresAsInTheCocoEvaluation() {
        GoldenCorpus golden = GoldenCorpus.read();
        assertThat(Cider.D.of(golden.candidates())).isCloseTo(golden.score("ciderD"), within(1e-13));
        assertThat(Cider.PLAIN.of(golden.candidates())).isCloseTo(golden.score("cider"), within(1e-13));
    }

    @ParameterizedTest
    @EnumSource
    void whatEveryImageHasIsWorthNothing(Cider form) {
        assertThat(form.of(List.of(DOG))).isZero();
        assertThat(form.of(List.of(DOG, DOG))).isZero();
    }
}
