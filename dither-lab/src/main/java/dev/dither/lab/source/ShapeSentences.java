package dev.dither.lab.source;

import java.util.List;

/** What one says of a picture of one colored shape. */
final class ShapeSentences {
    private ShapeSentences() {}

    /** Returns sentences of different words, order and length. */
    static List<String> of(String color, String shape) {
        return List.of(
                "A " + color + " " + shape + ".",
                "There is a " + color + " " + shape + ".",
                "One " + color + " " + shape + " in the image.",
                "A " + shape + " that is " + color + ".",
                "A picture of one " + color + " " + shape + ".");
    }
}
