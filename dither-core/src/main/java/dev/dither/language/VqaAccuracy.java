package dev.dither.language;

import java.util.List;

/**
 * How right an answer is that several people gave theirs to: the accuracy of visual question answering.
 *
 * <p>Formula: (1/n) Σᵢ min(mᵢ / 3, 1), mᵢ the number of the n − 1 people other than i that gave this answer. Of ten people it gives
 * 0, 0.3, 0.6, 0.9 and 1 where none, one, two, three, and more of them agree. Where there is one given answer alone, it is 1 for that
 * answer and 0 for another.
 *
 * <p>Answers are compared as {@link AnswerText} spells them.
 *
 * <p>Reference: Antol et al., VQA: Visual Question Answering, 2015, with the average over the subsets of nine.
 */
public final class VqaAccuracy {
    private static final double ENOUGH = 3;

    private VqaAccuracy() {}

    /**
     * Returns the accuracy of an answer, between 0 and 1.
     *
     * @param given what people answered, at least one of them
     */
    public static double of(String answer, List<String> given) {
        if (given.isEmpty()) {
            throw new IllegalArgumentException("an answer is judged by those of people, but there are none");
        }
        String spelt = AnswerText.normalized(answer);
        long agreed = given.stream()
                .filter(one -> AnswerText.normalized(one).equals(spelt))
                .count();
        int people = given.size();
        if (people == 1) {
            return agreed;
        }
        double withoutOneOfThem = Math.min((agreed - 1) / ENOUGH, 1);
        double withoutAnother = Math.min(agreed / ENOUGH, 1);
        return (agreed * withoutOneOfThem + (people - agreed) * withoutAnother) / people;
    }
}
