package dev.dither.caption;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptionTokenizerTest {
    /** The conventions of the Penn Treebank: Marcus et al. 1993, and the list of dropped punctuation of the COCO evaluation. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    A man, a plan; a canal: Panama!   | a man a plan a canal panama
                    The man's dog can't swim.         | the man 's dog ca n't swim
                    They’re here, aren’t they?        | they 're here are n't they
                    The dogs' bowls                   | the dogs bowls
                    A black-and-white photo -- old    | a black-and-white photo old
                    1,000 people at 5:30 (in the U.S.) | 1,000 people at 5:30 in the u.s.
                    "Stop" & go...                    | stop & go
                    He cannot see it                  | he can not see it
                    It is 3 o'clock                   | it is 3 o'clock
                    Ein Café für drei                 | ein café für drei
                    """)
    void sentencesBecomeTokens(String sentence, String tokens) {
        assertThat(String.join(" ", CaptionTokenizer.words(sentence))).isEqualTo(tokens);
    }

    @Test
    void punctuationAloneIsNoWord() {
        assertThat(CaptionTokenizer.words("")).isEmpty();
        assertThat(CaptionTokenizer.words(" \n... -- ' \"")).isEmpty();
    }
}
