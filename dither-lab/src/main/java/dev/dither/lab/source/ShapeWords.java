package dev.dither.lab.source;

import dev.dither.rng.RandomKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Questions about a picture of one shape and their answers, in the sentences of easy-VQA.
 *
 * @param picture the picture
 * @param row its number
 * @param key where the choice of questions comes from
 */
record ShapeWords(ShapePicture picture, int row, RandomKey key) {

    /** All answers there are. */
    static final List<String> ANSWERS = Stream.of(List.of("yes", "no"), ShapePicture.SHAPES, ShapePicture.COLORS)
            .flatMap(List::stream)
            .toList();

    private static final List<String> WHETHER = List.of(
            "is there a %s?", "is there a %s in the image?", "is a %s present?", "does the image contain a %s?");
    private static final List<String> WHETHER_NOT = List.of(
            "is there not a %s?",
            "is there not a %s in the image?", "is no %s present?", "does the image not contain a %s?");
    private static final List<String> WHICH_COLOR = List.of("what color is the %s?", "what is the color of the %s?");
    private static final List<String> WHICH_SHAPE = List.of(
            "what shape is in the image?",
            "what shape is present?",
            "what shape does the image contain?",
            "what is the %s shape?");

    /** Returns one question about the color, one about the shape, and some that are answered by yes or no, either as often. */
    List<AskedQuestion> questions(int whether) {
        String shape = picture.shape().word();
        String color = picture.color().word();
        Choice choice = new Choice(key);
        List<AskedQuestion> asked = new ArrayList<>();
        String named = choice.of(List.of(shape, "shape"));
        asked.add(asked(String.format(Locale.ROOT, choice.of(WHICH_COLOR), named), color));
        asked.add(asked(String.format(Locale.ROOT, choice.of(WHICH_SHAPE), color), shape));
        for (int i = 0; i < whether; i++) {
            asked.add(whether(choice, shape, color));
        }
        return asked;
    }

    private AskedQuestion whether(Choice choice, String shape, String color) {
        boolean ofColor = choice.heads();
        boolean there = choice.heads();
        boolean negated = choice.heads();
        String own = ofColor ? color : shape;
        List<String> others = (ofColor ? ShapePicture.COLORS : ShapePicture.SHAPES)
                .stream().filter(word -> !word.equals(own)).toList();
        String word = there ? own : choice.of(others);
        String thing = ofColor ? word + " shape" : word;
        String sentence = choice.of(negated ? WHETHER_NOT : WHETHER);
        return asked(String.format(Locale.ROOT, sentence, thing), there == negated ? "no" : "yes");
    }

    private AskedQuestion asked(String text, String answer) {
        return AskedQuestion.of(text, row, PictureQuestions.type(text, answer), answer);
    }

    /** Choices at random, one after another. */
    private static final class Choice {
        private final RandomKey key;
        private int made;

        Choice(RandomKey key) {
            this.key = key;
        }

        <T> T of(List<T> alternatives) {
            float[] uniform = new float[1];
            key.child(made).fillUniform(uniform);
            made++;
            return alternatives.get((int) (uniform[0] * alternatives.size()));
        }

        boolean heads() {
            return of(List.of(true, false));
        }
    }
}
