package dev.dither.lab.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dither.data.Examples;
import dev.dither.data.KnownData;
import dev.dither.data.PictureFiles;
import dev.dither.lab.key.Default;
import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.key.Require;
import dev.dither.language.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Questions about pictures in the files of easy-VQA: folders {@code train} and {@code test}, each with {@code questions.json}, a list of
 * {@code [question, answer, picture]}, and {@code images/PICTURE.png}; and {@code answers.txt}, an answer a line.
 *
 * @param questions easy-vqa, or a folder of such files, its path absolute or below the data folder
 * @param shrink how many pixels along each side become one, by their average
 */
record PictureQuestions(String questions, @Default("1") int shrink) implements DataSource {
    /** The public set as it is. */
    static final PictureQuestions EASY_VQA = new PictureQuestions(KnownData.EASY_VQA.id(), 1);

    private static final String TEST = "test";

    /** Checks. */
    PictureQuestions {
        Require.that(questions != null && !questions.isBlank(), "questions must be easy-vqa or the path of a folder");
        Require.that(shrink >= 1, "shrink must be at least 1, got " + shrink);
    }

    @Override
    public String name() {
        return questions;
    }

    @Override
    public LoadedData load(Path dataDir) {
        Path folder = folder(questions, dataDir);
        return AskedSet.loaded(part(folder, "train"), part(folder, TEST), answers(folder));
    }

    @Override
    public Examples other(String where, List<String> classNames, Path dataDir) {
        throw new ExperimentException(where + ": questions about pictures are for networks that read");
    }

    /** Reads the test part of a folder. */
    @Override
    public Examples other(String where, List<String> classNames, Wording wording, Path dataDir) {
        return part(folder(where, dataDir), TEST).examples(wording, classNames);
    }

    @Override
    public DataSource at(String where) {
        return new PictureQuestions(where, shrink);
    }

    private static Path folder(String where, Path dataDir) {
        return where.equals(KnownData.EASY_VQA.id()) ? KnownData.EASY_VQA.verified(dataDir) : dataDir.resolve(where);
    }

    private static List<String> answers(Path folder) {
        Path file = folder.resolve("answers.txt");
        try {
            List<String> answers = Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            if (answers.size() < 2 || answers.stream().distinct().count() < answers.size()) {
                throw new ExperimentException(file + ": expected two or more different answers, got " + answers);
            }
            return answers;
        } catch (IOException e) {
            throw new ExperimentException(file + ": cannot be read; write one answer a line");
        }
    }

    private AskedSet part(Path folder, String part) {
        Path file = folder.resolve(part).resolve("questions.json");
        JsonNode list = JsonFile.read(file, JsonNode.class);
        if (!list.isArray()) {
            throw new ExperimentException(file + ": expected a list of [question, answer, picture]");
        }
        List<Entry> entries = new ArrayList<>();
        list.forEach(entry -> entries.add(Entry.of(file, entry)));
        if (entries.isEmpty()) {
            throw new ExperimentException(file + ": no questions; get it again");
        }
        List<Integer> numbers =
                entries.stream().map(Entry::picture).distinct().sorted().toList();
        List<Path> pictures = numbers.stream()
                .map(number -> folder.resolve(part).resolve("images").resolve(number + ".png"))
                .toList();
        List<AskedQuestion> asked = entries.stream()
                .map(entry -> entry.question(Collections.binarySearch(numbers, entry.picture())))
                .toList();
        String name = folder.getFileName() + " " + part;
        return new AskedSet(name, PictureFiles.read(name, pictures, shrink), asked);
    }

    /** A question as its file has it. */
    private record Entry(String text, String answer, int picture) {
        static Entry of(Path file, JsonNode entry) {
            boolean question = entry.isArray()
                    && entry.size() == 3
                    && entry.get(0).isTextual()
                    && entry.get(1).isTextual()
                    && entry.get(2).isInt();
            if (!question) {
                throw new ExperimentException(file + ": expected [question, answer, picture], got " + entry);
            }
            return new Entry(
                    entry.get(0).textValue(),
                    entry.get(1).textValue(),
                    entry.get(2).intValue());
        }

        AskedQuestion question(int row) {
            return AskedQuestion.of(text, row, type(text, answer), answer);
        }
    }

    /** Returns what a question asks for, as its answer and its words say. */
    static String type(String question, String answer) {
        if (answer.equals("yes") || answer.equals("no")) {
            return "yes-no";
        }
        List<String> words = Words.of(question);
        return words.contains("color") ? "color" : words.contains("shape") ? "shape" : "other";
    }
}
