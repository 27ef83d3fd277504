package dev.dither.lab.source;

import dev.dither.data.Examples;
import dev.dither.data.Questions;
import dev.dither.lab.key.ExperimentException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Questions and the pictures they are about.
 *
 * @param name what messages call the set
 * @param pictures the pictures
 * @param questions the questions
 */
record AskedSet(String name, Examples pictures, List<AskedQuestion> questions) {
    /** The class of all answers that are not among those to choose from, where a set has one. */
    static final String OTHER = "(another answer)";

    AskedSet {
        questions = List.copyOf(questions);
        if (questions.isEmpty()) {
            throw new ExperimentException(name + ": no questions; give files that have some");
        }
    }

    /** Returns both sets as examples, in the words of the training questions. */
    static LoadedData loaded(AskedSet train, AskedSet test, List<String> answers) {
        Wording wording = Wording.of(train.questions);
        return LoadedData.of(train.examples(wording, answers), test.examples(wording, answers), answers)
                .asked(new Questionnaire(wording, test.questions));
    }

    /**
     * Returns the questions as examples.
     *
     * @param answers the answers; a class is its index here, and one that is not there is {@link #OTHER} or refused
     */
    Examples examples(Wording wording, List<String> answers) {
        int[] about = questions.stream().mapToInt(AskedQuestion::picture).toArray();
        int[] words = questions.stream()
                .flatMapToInt(asked -> wording.ids(asked.text()))
                .toArray();
        Questions numbered = new Questions(
                about, words, wording.length(), wording.vocabulary().size());
        return Examples.ofQuestions(name, pictures, numbered, labels(answers), answers.size());
    }

    private int[] labels(List<String> answers) {
        Map<String, Integer> index = new HashMap<>();
        for (int i = 0; i < answers.size(); i++) {
            index.put(answers.get(i), i);
        }
        int[] labels = new int[questions.size()];
        for (int i = 0; i < labels.length; i++) {
            String answer = questions.get(i).answer();
            Integer label = index.getOrDefault(answer, index.get(OTHER));
            if (label == null) {
                throw new ExperimentException(name + ": question " + i + ": the answer " + answer + " is none of "
                        + answers + "; correct it or add it to them");
            }
            labels[i] = label;
        }
        return labels;
    }
}
