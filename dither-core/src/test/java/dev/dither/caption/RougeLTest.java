package dev.dither.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RougeLTest {
    /** Lin 2004, section 3.1: S2, S3 and S4 against S1, with beta 1. */
    @ParameterizedTest
    @CsvSource({"police kill the gunman, 0.75", "the gunman kill police, 0.5", "the gunman police killed, 0.5"})
    void sentencesScoreAsInThePaper(String caption, double score) {
        Candidate candidate = Candidate.of(caption, List.of("police killed the gunman"));
        assertThat(new RougeL(1).of(List.of(candidate))).isEqualTo(score, within(1e-15));
    }

    /** By hand: the longest common subsequence has 2 of 2 and of 5 words; F = 2.44 * 0.4 / (0.4 + 1.44). */
    @Test
    void recallCountsMoreThanPrecision() {
        Candidate candidate = Candidate.of("red bus", List.of("a red and blue bus"));
        assertThat(RougeL.COCO.of(List.of(candidate))).isEqualTo(2.44 * 0.4 / 1.84, within(1e-15));
    }

    /** By hand: precision 2/2 is that of the first reference, recall 1/1 that of the second. */
    @Test
    void precisionAndRecallMayBeThoseOfDifferentReferences() {
        Candidate candidate = Candidate.of("red bus", List.of("a red and blue bus", "bus"));
        assertThat(RougeL.COCO.of(List.of(candidate))).isEqualTo(1, within(1e-15));
    }

    @Test
    void aCorpusScoresAsInTheCocoEvaluation() {
        GoldenCorpus golden = GoldenCorpus.read();
        assertThat(RougeL.COCO.of(golden.candidates())).isCloseTo(golden.score("rougeL"), within(1e-14));
    }

    @Test
    void anEmptyCaptionScoresZero() {
        assertThat(RougeL.COCO.of(List.of(Candidate.of("", List.of("a bus"))))).isZero();
    }

    @Test
    void notANumberIsRefused() {
        assertThatThrownBy(() -> new RougeL(Double.NaN)).hasMessage("rougeL.beta must be positive, got NaN");
    }
}
