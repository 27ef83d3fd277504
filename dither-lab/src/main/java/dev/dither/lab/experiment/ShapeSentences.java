package dev.dither.lab.experiment;

import java.util.List;

/** What one says of a picture of one colored shape. */
final class ShapeSentences {
    static final List<String> COLORS = List.of("black", "gray", "red", "teal", "brown", "green", "blue", "yellow");
    static final List<String> SHAPES = List.of("circle", "rectangle", "triangle");

    private ShapeSentences() {}

    /** Returns sentences of different words, order and length. */
    static List<String> of(String color, String shape) {
        return List.of(
                "A " + color + " " + shape + ".",
                "There is a " + color + " " + shape + " in the image.",
                "The image shows one " + shape + " that is " + color + ".",
                "A picture of a " + color + " " + shape + ".",
                "The " + shape + " in this picture is " + color + ".");
    }
}
