package dev.dither.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BleuTest {
    /** Papineni et al. 2002, examples 1 and 2. */
    private static final List<String> GUIDE = List.of(
            "It is a guide to action that ensures that the military will forever heed Party commands.",
            "It is the guiding principle which guarantees the military forces always being under the command of the"
                    + " Party.",
            "It is the practical guide for the army always to heed the directions of the party.");

    private static final Candidate FIRST = Candidate.of(
            "It is a guide to action which ensures that the military always obeys the commands of the party.", GUIDE);
    private static final Candidate SECOND =
            Candidate.of("It is to insure the troops forever hearing the activity guidebook that party direct.", GUIDE);
    private static final Candidate THE = Candidate.of(
            "the the the the the the the.", List.of("The cat is on the mat.", "There is a cat on the mat."));

    /** The precisions that the text of sections 2.1 and 2.1.1 states. */
    @Test
    void precisionsAreThoseOfThePaper() {
        assertThat(Bleu.modifiedPrecision(List.of(FIRST), 1)).isEqualTo(17.0 / 18);
        assertThat(Bleu.modifiedPrecision(List.of(FIRST), 2)).isEqualTo(10.0 / 17);
        assertThat(Bleu.modifiedPrecision(List.of(SECOND), 1)).isEqualTo(8.0 / 14);
        assertThat(Bleu.modifiedPrecision(List.of(SECOND), 2)).isEqualTo(1.0 / 13);
        assertThat(Bleu.modifiedPrecision(List.of(THE), 1)).isEqualTo(2.0 / 7);
        assertThat(Bleu.modifiedPrecision(List.of(THE), 2)).isZero();
    }

    /** The first caption has the length of the second reference, so there is no penalty; 0.5046 is what the documentation of NLTK gives. */
    @Test
    void aCaptionAsLongAsAReferenceHasNoPenalty() {
        assertThat(new Bleu(1).of(List.of(FIRST))).isEqualTo(17.0 / 18, within(1e-15));
        assertThat(new Bleu(4).of(List.of(FIRST))).isEqualTo(0.5046, within(5e-5));
    }

    /** Of NLTK's documentation of {@code corpus_bleu}. */
    @Test
    void sumsRunOverTheCorpusBeforeAnythingIsDivided() {
        Candidate history = Candidate.of(
                "he read the book because he was interested in world history",
                List.of("he was interested in world history because he read the book"));
        assertThat(new Bleu(4).of(List.of(FIRST, history))).isEqualTo(0.5920778868801042, within(1e-15));
        double apart = (new Bleu(4).of(List.of(FIRST)) + new Bleu(4).of(List.of(history))) / 2;
        assertThat(apart).isNotCloseTo(0.5920, within(1e-3));
    }

    /** Three words against the closest of 4 and 2, which is the shorter: no penalty; against 4 and 9: exp(1 - 4/3). */
    @Test
    void lengthsAreComparedWithTheClosestReference() {
        String caption = "a red bus";
        Candidate between = Candidate.of(caption, List.of("a red bus stops", "red bus"));
        Candidate shorter = Candidate.of(caption, List.of("a red bus stops", "a red bus stops at the old stop today"));
        assertThat(new Bleu(1).of(List.of(between))).isEqualTo(1, within(1e-15));
        assertThat(new Bleu(1).of(List.of(shorter))).isEqualTo(Math.exp(-1 / 3.0), within(1e-15));
    }

    /** Tolerance: what the other program adds to numerators and denominators. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void aCorpusScoresAsInTheCocoEvaluation(int order) {
        GoldenCorpus golden = GoldenCorpus.read();
        assertThat(new Bleu(order).of(golden.candidates())).isCloseTo(golden.score("bleu" + order), within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"'', 1", "red, 2", "bus red a, 2"})
    void withoutAMatchTheScoreIsZero(String caption, int order) {
        assertThat(new Bleu(order).of(List.of(Candidate.of(caption, List.of("a red bus")))))
                .isZero();
    }

    @Test
    void whatHasNoMeaningIsRefused() {
        assertThatThrownBy(() -> new Bleu(0)).hasMessage("bleu.order must be at least 1, got 0");
        assertThatThrownBy(() -> new Bleu(1).of(List.of())).hasMessage("bleu needs at least one candidate, got none");
        assertThatThrownBy(() -> Candidate.of("a bus", List.of()))
                .hasMessage("candidate \"a bus\" has no reference; leave it out, or give at least one");
        assertThatThrownBy(() -> Candidate.of("a bus", List.of("a bus", " . ")))
                .hasMessage("candidate \"a bus\" has a reference without a word; leave that reference out");
    }
}
