package dev.dither.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VqaAccuracyTest {
    private static List<String> people(int agreeing) {
        return Stream.concat(
                        Collections.nCopies(agreeing, "cat").stream(),
                        Collections.nCopies(10 - agreeing, "dog").stream())
                .toList();
    }

    /** By hand: of ten subsets of nine, m leave one of the m out. */
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0.3", "2, 0.6", "3, 0.9", "4, 1", "9, 1", "10, 1"})
    void anAnswerOfThreeOfTenIsNearlyRight(int agreeing, double accuracy) {
        assertThat(VqaAccuracy.of("cat", people(agreeing))).isCloseTo(accuracy, within(1e-12));
    }

    /** The definition word by word, for every number of people. */
    @Test
    void itIsTheAverageOverAllButOneOfThePeople() {
        for (int people = 2; people <= 12; people++) {
            for (int agreeing = 0; agreeing <= people; agreeing++) {
                List<String> given = Stream.concat(
                                Collections.nCopies(agreeing, "cat").stream(),
                                Collections.nCopies(people - agreeing, "dog").stream())
                        .toList();
                double sum = 0;
                for (int left = 0; left < people; left++) {
                    int others = agreeing - (given.get(left).equals("cat") ? 1 : 0);
                    sum += Math.min(others / 3.0, 1);
                }
                assertThat(VqaAccuracy.of("cat", given)).isCloseTo(sum / people, within(1e-12));
            }
        }
    }

    @Test
    void oneGivenAnswerMakesItAnExactMatch() {
        assertThat(VqaAccuracy.of("yes", List.of("yes"))).isOne();
        assertThat(VqaAccuracy.of("no", List.of("yes"))).isZero();
    }

    @Test
    void spellingsCountAsTheSameAnswer() {
        List<String> given = List.of("2", "two", "Two.", "three", "the two", "a pair", "2", "2", "2", "2");
        assertThat(VqaAccuracy.of("two", given)).isOne();
        assertThat(VqaAccuracy.of("3", given)).isCloseTo(0.3, within(1e-12));
    }

    @Test
    void withoutPeopleThereIsNoAccuracy() {
        assertThatThrownBy(() -> VqaAccuracy.of("yes", List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    /** By the published rules, word for word. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The Beach.|beach",
                "an apple and a pear|apple and pear",
                "none|0",
                "Ten dogs|10 dogs",
                "eleven|eleven",
                "isnt|isn't",
                "didnt know|didn't know",
                "well|well",
                "its|its",
                "theyre|they're",
                "oclock|o'clock",
                "1,000|1000",
                "1,000-ish|1000ish",
                "black/white|black white",
                "black / white|black  white",
                "yes, it is|yes it is",
                "yes,it is|yes it is",
                "2.5|2.5",
                "2.|2",
                "U.S.|us",
                "'  new   york '|new york",
                "'the'|''"
            })
    void answersHaveOneSpelling(String answer, String spelling) {
        assertThat(AnswerText.normalized(answer)).isEqualTo(spelling.replaceAll(" +", " "));
    }

    @Test
    void lineBreaksAreSpaces() {
        assertThat(AnswerText.normalized("\tnew\nyork ")).isEqualTo("new york");
    }
}
