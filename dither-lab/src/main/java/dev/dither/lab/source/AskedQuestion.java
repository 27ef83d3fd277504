package dev.dither.lab.source;

import java.util.List;

/**
 * A question about a picture, as its file has it.
 *
 * @param text the question
 * @param picture which of the pictures read with it
 * @param type what is asked for, in a word: {@code color}
 * @param answer what a network is to say
 * @param given what people said, {@code answer} alone where one person did
 * @param choices the answers to choose from, none where any is
 */
public record AskedQuestion(
        String text, int picture, String type, String answer, List<String> given, List<String> choices) {
    /** Copies and checks. */
    public AskedQuestion {
        given = List.copyOf(given);
        choices = List.copyOf(choices);
    }

    /** Returns a question with one answer and no choices. */
    static AskedQuestion of(String text, int picture, String type, String answer) {
        return new AskedQuestion(text, picture, type, answer, List.of(answer), List.of());
    }
}
