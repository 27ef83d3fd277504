package dev.dither.lab.source;

import dev.dither.data.DataSet;
import dev.dither.data.Examples;
import dev.dither.data.Standardization;
import dev.dither.lab.key.ExperimentException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The examples of an experiment, and what a saved network needs to be given new ones.
 *
 * @param data the examples, already standardized where that is asked for
 * @param standardization what was done to the features; fitted on the training examples alone
 * @param classNames names of the classes; a class is its index here
 * @param rows number of each training example in the files, from 0, in the order in which they were read
 * @param annotations labels that people gave the training examples, where these are trained on
 * @param questions what is known of questions about pictures, where the examples are some
 */
public record LoadedData(
        DataSet data,
        Optional<Standardization> standardization,
        List<String> classNames,
        List<Integer> rows,
        Optional<List<Integer>> annotations,
        Optional<Questionnaire> questions) {
    /** Copies the lists. */
    public LoadedData {
        classNames = List.copyOf(classNames);
        rows = List.copyOf(rows);
        annotations = annotations.map(List::copyOf);
    }

    public static LoadedData of(Examples train, Examples test, List<String> classNames) {
        List<Integer> rows =
                IntStream.range(0, train.size()).mapToObj(train::row).toList();
        return new LoadedData(
                new DataSet(train, test), Optional.empty(), classNames, rows, Optional.empty(), Optional.empty());
    }

    /** Returns these, which are questions about pictures. */
    LoadedData asked(Questionnaire about) {
        return new LoadedData(data, standardization, classNames, rows, annotations, Optional.of(about));
    }

    /** Returns these with labels that people gave the training examples. */
    public LoadedData annotated(int[] labels) {
        return new LoadedData(
                data,
                standardization,
                classNames,
                rows,
                Optional.of(Arrays.stream(labels).boxed().toList()),
                questions);
    }

    /** Returns the training examples, those of validation included. */
    public Examples train() {
        return data.train();
    }

    /** Returns the test examples. */
    public Examples test() {
        return data.test();
    }

    /** Returns the SHA-256 of both parts, for a manifest. */
    public Map<String, String> checksums() {
        return Map.of("train", train().sha256(), "test", test().sha256());
    }

    /** Returns what a class is called. */
    public String className(int label) {
        return classNames.isEmpty() ? String.valueOf(label) : classNames.get(label);
    }

    /** Returns the first examples of both parts, all of them for 0; refuses a set without any to train on. */
    public LoadedData first(int trainExamples, int testExamples) {
        if (train().size() == 0) {
            throw new ExperimentException(train().name() + " has no examples to train on;"
                    + " `dither data check` says which files are missing and where to get them");
        }
        LoadedData first = of(
                first(train(), trainExamples, "trainExamples"),
                first(test(), testExamples, "testExamples"),
                classNames);
        return questions.map(first::asked).orElse(first);
    }

    /** Returns the first examples, all of them for 0. */
    public static Examples first(Examples all, int count, String key) {
        if (count > all.size()) {
            throw new ExperimentException(key + " is " + count + ", but " + all.name() + " has " + all.size());
        }
        return count == 0 ? all : all.subset(IntStream.range(0, count).toArray());
    }

    /** Returns both parts under a standardization that was fitted before, as they are without one. */
    public LoadedData standardized(Optional<Standardization> fitted) {
        return fitted.map(by -> new LoadedData(
                        new DataSet(by.apply(train()), by.apply(test())),
                        fitted,
                        classNames,
                        rows,
                        annotations,
                        questions))
                .orElse(this);
    }

    /** Returns some of the examples with features as they are in the files. */
    public Examples asRead(Examples some) {
        return standardization.map(fitted -> fitted.undo(some)).orElse(some);
    }

    /** Returns both parts under the standardization of the training part. */
    public LoadedData standardized() {
        Standardization fitted = Standardization.fit(train());
        DataSet scaled = new DataSet(fitted.apply(train()), fitted.apply(test()));
        return new LoadedData(scaled, Optional.of(fitted), classNames, rows, annotations, questions);
    }
}
