package dev.dither.lab.source;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.dither.data.PictureFeatures;
import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.key.Require;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The files of one part of VQA, versions 1 and 2; paths are absolute or below the data folder.
 *
 * @param questions the published questions, in JSON; those of the multiple-choice task have their choices
 * @param annotations the published annotations, in JSON
 * @param features features of the images, a NumPy file of 32-bit floats [images, regions, features]
 * @param ids the id of each of these images, one a line
 */
record VqaFiles(String questions, String annotations, String features, String ids) {
    /** Checks. */
    VqaFiles {
        Require.that(
                questions != null && annotations != null && features != null && ids != null,
                "vqa and test need questions, annotations, features and ids");
    }

    private record QuestionFile(
            @JsonProperty(value = "questions", required = true)
            List<Question> questions) {}

    private record Question(
            @JsonProperty(value = "image_id", required = true)
            String image,

            @JsonProperty(value = "question_id", required = true)
            String id,

            @JsonProperty(value = "question", required = true)
            String text,

            @JsonProperty("multiple_choices") @Nullable List<String> choices) {}

    private record AnnotationFile(
            @JsonProperty(value = "annotations", required = true)
            List<Annotation> annotations) {}

    private record Annotation(
            @JsonProperty(value = "question_id", required = true)
            String id,

            @JsonProperty(value = "answer_type", required = true)
            String type,

            @JsonProperty(value = "multiple_choice_answer", required = true)
            String answer,

            @JsonProperty(value = "answers", required = true)
            List<Answer> answers) {
        List<String> given() {
            return answers.stream().map(Answer::text).toList();
        }
    }

    private record Answer(
            @JsonProperty(value = "answer", required = true) String text) {}

    /** Reads the questions with their answers and the pictures they are about. */
    AskedSet read(Path dataDir) {
        Path file = dataDir.resolve(questions);
        Map<String, Annotation> annotated = annotations(dataDir.resolve(annotations));
        List<Question> listed = JsonFile.read(file, QuestionFile.class).questions();
        if (listed.isEmpty()) {
            throw new ExperimentException(file + ": no questions; get it again");
        }
        PictureFeatures pictures = PictureFeatures.read(dataDir.resolve(features), dataDir.resolve(ids));
        List<AskedQuestion> asked = new ArrayList<>();
        for (Question question : listed) {
            Annotation annotation = annotated.remove(question.id());
            if (annotation == null) {
                throw new ExperimentException(file + ": question " + question.id() + " is there twice, or has no"
                        + " annotation in " + annotations + "; give files of one set");
            }
            asked.add(asked(question, annotation, pictures));
        }
        if (!annotated.isEmpty()) {
            throw new ExperimentException(annotations + ": question "
                    + annotated.keySet().iterator().next() + " is not in " + questions + "; give files of one set");
        }
        return new AskedSet(questions, pictures.pictures(), asked);
    }

    private static Map<String, Annotation> annotations(Path file) {
        Map<String, Annotation> byQuestion = new LinkedHashMap<>();
        for (Annotation annotation : JsonFile.read(file, AnnotationFile.class).annotations()) {
            if (byQuestion.put(annotation.id(), annotation) != null) {
                throw new ExperimentException(file + ": question " + annotation.id() + " has two annotations");
            }
            if (annotation.answers().isEmpty()) {
                throw new ExperimentException(file + ": question " + annotation.id() + " has no answers");
            }
        }
        return byQuestion;
    }

    private AskedQuestion asked(Question question, Annotation annotation, PictureFeatures pictures) {
        OptionalInt row = pictures.picture(question.image());
        if (row.isEmpty()) {
            throw new ExperimentException(features + " has no image " + question.image() + ", which question "
                    + question.id() + " is about; compute its features and add it to " + ids);
        }
        return new AskedQuestion(
                question.text(),
                row.getAsInt(),
                annotation.type().replace('/', '-'),
                annotation.answer(),
                annotation.given(),
                question.choices() == null ? List.of() : question.choices());
    }
}
