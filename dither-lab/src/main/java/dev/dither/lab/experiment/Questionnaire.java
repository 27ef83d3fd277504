package dev.dither.lab.experiment;

import java.util.List;

/**
 * What is known of questions about pictures besides features and labels.
 *
 * @param wording how they are read
 * @param test the test questions, by their {@linkplain dev.dither.data.Examples#row rows}
 */
record Questionnaire(Wording wording, List<AskedQuestion> test) {
    Questionnaire {
        test = List.copyOf(test);
    }
}
