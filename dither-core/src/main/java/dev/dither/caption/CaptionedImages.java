package dev.dither.caption;

import dev.dither.data.DataException;
import dev.dither.data.Examples;
import dev.dither.data.Questions;
import dev.dither.rng.RandomKey;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Images, and what people wrote about each.
 *
 * @param images pixels or features computed before; their labels are not looked at
 * @param names what messages and reports call each image
 * @param captions sentences for each image, at least one, in any case and with any punctuation
 */
public record CaptionedImages(Examples images, List<String> names, List<List<String>> captions) {
    /** Copies and checks. */
    public CaptionedImages {
        names = List.copyOf(names);
        captions = captions.stream().map(List::copyOf).toList();
        require(
                names.size() == images.size() && captions.size() == images.size(),
                "%s: %s images have %s names and captions of %s; give one of both for each",
                images.name(),
                images.size(),
                names.size(),
                captions.size());
        for (int i = 0; i < captions.size(); i++) {
            require(
                    !captions.get(i).isEmpty(),
                    "%s: image %s has no caption; leave it out",
                    images.name(),
                    names.get(i));
            for (String caption : captions.get(i)) {
                require(
                        !CaptionTokenizer.words(caption).isEmpty(),
                        "%s: image %s has a caption without a word: \"%s\"; leave that caption out",
                        images.name(),
                        names.get(i),
                        caption);
            }
        }
    }

    private static void require(boolean holds, String format, Object... arguments) {
        if (!holds) {
            throw new DataException(String.format(Locale.ROOT, format, arguments));
        }
    }

    /** Returns the number of images. */
    public int size() {
        return names.size();
    }

    /** Returns the images with these numbers, in that order, with their captions. */
    public CaptionedImages subset(int[] chosen) {
        return new CaptionedImages(
                images.subset(chosen),
                Arrays.stream(chosen).mapToObj(names::get).toList(),
                Arrays.stream(chosen).mapToObj(captions::get).toList());
    }

    /** Returns the tokens of the captions of an image. */
    public List<List<String>> references(int image) {
        return captions.get(image).stream().map(CaptionTokenizer::words).toList();
    }

    /** Returns the tokens of all captions. */
    public List<List<String>> sentences() {
        return IntStream.range(0, size())
                .boxed()
                .flatMap(image -> references(image).stream())
                .toList();
    }

    /**
     * Returns each image once, with one of its captions drawn by its number below {@code key}: what an epoch trains on.
     *
     * @param length numbers of a caption, its end included
     */
    public Examples drawn(CaptionVocabulary vocabulary, int length, RandomKey key) {
        List<List<String>> drawn = IntStream.range(0, size())
                .mapToObj(image -> drawn(image, key.child(image)))
                .toList();
        return rows(IntStream.range(0, size()).toArray(), drawn, vocabulary, length);
    }

    private List<String> drawn(int image, RandomKey key) {
        List<String> all = captions.get(image);
        return CaptionTokenizer.words(all.get(key.generator().nextInt(all.size())));
    }

    /**
     * Returns each image with each of its captions, image after image: what a likelihood is measured on.
     *
     * @param length numbers of a caption, its end included
     */
    public Examples all(CaptionVocabulary vocabulary, int length) {
        int[] image = IntStream.range(0, size())
                .flatMap(i -> captions.get(i).stream().mapToInt(caption -> i))
                .toArray();
        return rows(image, sentences(), vocabulary, length);
    }

    /** A row is the values of an image with the numbers of a caption behind them; the label of each is 0. */
    private Examples rows(int[] image, List<List<String>> sentences, CaptionVocabulary vocabulary, int length) {
        Questions words = new Questions(image, vocabulary.numbers(sentences, length), length, vocabulary.size() - 1);
        return Examples.ofQuestions(images.name(), images, words, new int[image.length], 1);
    }
}
