package dev.dither.lab.source;

import java.util.List;

/**
 * What is known of questions about pictures besides features and labels.
 *
 * @param wording how they are read
 * @param test the test questions, by their {@linkplain dev.dither.data.Examples#row rows}
 */
public record Questionnaire(Wording wording, List<AskedQuestion> test) {
    /** Copies and checks. */
    public Questionnaire {
        test = List.copyOf(test);
    }
}
