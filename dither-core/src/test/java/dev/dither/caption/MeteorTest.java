package dev.dither.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dither.caption.Meteor.WholeMatch;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeteorTest {
    private static List<Candidate> one(String caption, String... references) {
        return List.of(Candidate.of(caption, List.of(references)));
    }

    /**
     * Examples of Wikipedia's article on METEOR, repeated in NLTK's documentation; the last is NLTK's own, with stems. One more of the
     * article, {@code on the mat sat the cat}, has the matching of fewest crossings, which is not that of fewest chunks.
     */
    @ParameterizedTest
    @CsvSource({
        "the cat sat on the mat, the cat sat on the mat, 0.9977",
        "the cat was sat on the mat, the cat sat on the mat, 0.9654",
        "John loves Mary, The candidate has no alignment to any of the references, 0",
        "creates or updates a virtual machine scale set, create or update a vm set, 0.7806"
    })
    void sentencesScoreAsPublished(String caption, String reference, double score) {
        assertThat(Meteor.ORIGINAL.of(one(caption, reference))).isEqualTo(score, within(5e-5));
    }

    /** By hand: six words in the chunks {@code on the mat}, {@code sat} and {@code the cat}, so that 1 - 0.5 / 8 is left. */
    @Test
    void chunksAreAsFewAsCanBe() {
        assertThat(Meteor.ORIGINAL.of(one("on the mat sat the cat", "the cat sat on the mat")))
                .isEqualTo(0.9375, within(1e-15));
    }

    /** By hand: two matches of stems in one chunk; of 2005 1 - 0.5 / 8, of version 1.5 the weight 0.6 of a stem. */
    @Test
    void stemsMatchAtTheirWeight() {
        assertThat(Meteor.ORIGINAL.of(one("zebras grazing", "zebra grazes"))).isEqualTo(0.9375, within(1e-15));
        assertThat(Meteor.COCO.of(one("zebras grazing", "zebra grazes"))).isEqualTo(0.6, within(1e-15));
    }

    /** By hand: 4 of 5 and 4 words match, 2 chunks; F = 0.8 / (0.85 * 0.8 + 0.15), penalty 0.6 * 0.5^0.2. */
    @Test
    void theNewerParametersWeighPrecisionAndChunks() {
        double score = 0.8 / (0.85 * 0.8 + 0.15) * (1 - 0.6 * Math.pow(0.5, 0.2));
        assertThat(Meteor.COCO.of(one("a red old bus stops", "a red bus stops")))
                .isEqualTo(score, within(1e-15));
    }

    @Test
    void theBestReferenceCounts() {
        assertThat(Meteor.COCO.of(one("a red bus", "two dogs", "a red bus"))).isEqualTo(1);
    }

    /** Values of a program that tries every matching. */
    @Test
    void aCorpusScoresAsByExhaustiveSearch() {
        GoldenCorpus golden = GoldenCorpus.read();
        assertThat(Meteor.ORIGINAL.of(golden.candidates())).isCloseTo(golden.score("meteorOriginal"), within(1e-14));
        assertThat(Meteor.COCO.of(golden.candidates())).isCloseTo(golden.score("meteorCoco"), within(1e-14));
    }

    /** By hand: the first {@code the} must stay alone for {@code the cat} to be one chunk; of equals the nearest place counts. */
    @Test
    void wordsAreMatchedInTheFewestChunks() {
        assertThat(Alignment.of(words("the the cat"), words("the cat"))).isEqualTo(new Alignment(2, 2, 1));
        assertThat(Alignment.of(words("the cat the"), words("the the cat"))).isEqualTo(new Alignment(3, 3, 2));
        assertThat(Alignment.of(words("cat cats"), words("cats"))).isEqualTo(new Alignment(1, 0, 1));
    }

    /** Twenty equal words have more matchings than can be tried. */
    @Test
    void aSentenceOfEqualWordsIsMatchedAsAWhole() {
        List<String> many = Collections.nCopies(20, "a");
        assertThat(Alignment.of(many, many)).isEqualTo(new Alignment(20, 20, 1));
    }

    private static List<String> words(String sentence) {
        return CaptionTokenizer.words(sentence);
    }

    @Test
    void notANumberIsRefused() {
        WholeMatch whole = WholeMatch.NO_CHUNK;
        assertThatThrownBy(() -> new Meteor(Double.NaN, 3, 0.5, 1, whole))
                .hasMessage("meteor.alpha must be in [0, 1], got NaN");
        assertThatThrownBy(() -> new Meteor(0.9, Double.NaN, 0.5, 1, whole))
                .hasMessage("meteor.beta must be positive, got NaN");
        assertThatThrownBy(() -> new Meteor(0.9, 3, Double.NaN, 1, whole))
                .hasMessage("meteor.gamma must be in [0, 1], got NaN");
        assertThatThrownBy(() -> new Meteor(0.9, 3, 0.5, Double.NaN, whole))
                .hasMessage("meteor.stemWeight must be in [0, 1], got NaN");
    }
}
