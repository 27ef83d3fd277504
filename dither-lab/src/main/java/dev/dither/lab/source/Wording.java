package dev.dither.lab.source;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.key.Require;
import dev.dither.language.Vocabulary;
import dev.dither.language.Words;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How a network reads questions: its vocabulary and the number of words it reads, part of its preprocessing. */
public final class Wording {
    private final Vocabulary vocabulary;
    private final int length;

    private Wording(Vocabulary vocabulary, int length) {
        Require.that(length >= 1, "wording.length must be at least 1, got " + length);
        this.vocabulary = vocabulary;
        this.length = length;
    }

    /** Reads it from a model file. */
    @JsonCreator
    static Wording read(@JsonProperty("words") List<String> words, @JsonProperty("length") int length) {
        return new Wording(new Vocabulary(words), length);
    }

    /** Returns the words of training questions, as many to a question as the longest of them has. */
    static Wording of(List<AskedQuestion> questions) {
        List<List<String>> texts =
                questions.stream().map(asked -> Words.of(asked.text())).toList();
        int longest = texts.stream().mapToInt(List::size).max().orElse(0);
        return new Wording(Vocabulary.of(texts), Math.max(1, longest));
    }

    /** Returns the numbers of a question's words; a longer question loses its end. */
    IntStream ids(String question) {
        return Arrays.stream(vocabulary.ids(Words.of(question), length));
    }

    /** Returns the words with their numbers. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** Returns the words in the order of their numbers, as a model file has them. */
    @JsonProperty("words")
    public List<String> words() {
        return vocabulary.words();
    }

    /** Returns the number of words that are read of a question. */
    @JsonProperty("length")
    public int length() {
        return length;
    }

    /**
     * Refuses a network that reads in another way.
     *
     * @param data what these words are from
     */
    public void requireSame(String data, @Nullable Wording ofNetwork) {
        if (!Objects.equals(this, ofNetwork)) {
            String other = toString().equals(String.valueOf(ofNetwork)) ? ", other ones" : "";
            throw new ExperimentException("the training questions of " + data + " have " + this
                    + ", but the network reads " + ofNetwork + other + "; give the data that it was trained on");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Wording wording && wording.length == length && wording.vocabulary.equals(vocabulary);
    }

    @Override
    public int hashCode() {
        return 31 * vocabulary.hashCode() + length;
    }

    @Override
    public String toString() {
        return words().size() + " words, " + length + " to a question";
    }
}
