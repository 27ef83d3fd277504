package dev.dither.lab.source;

import dev.dither.data.Examples;
import dev.dither.lab.key.Default;
import dev.dither.lab.key.Require;
import dev.dither.rng.RandomKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Pictures of one colored shape each and questions about them, drawn for the experiment in the manner of easy-VQA. They are the same
 * whatever the seed.
 *
 * @param shapes pictures to train on, those of validation included
 * @param testShapes other pictures to test on
 * @param side pixels along each side of a picture
 */
record DrawnShapes(
        int shapes,
        @Default("100") int testShapes,
        @Default("16") int side) implements DataSource {
    private static final RandomKey KEY = RandomKey.root(0).child("shapes");
    private static final int LEAST_SIDE = 8;

    /** Yes-or-no questions about each picture, beside one about its color and one about its shape. */
    private static final int ASKED = 4;

    /** Checks. */
    DrawnShapes {
        Require.that(
                shapes >= 2 && testShapes >= 1,
                "shapes must be at least 2 and testShapes at least 1, got " + shapes + " and " + testShapes);
        Require.that(side >= LEAST_SIDE, "side must be at least " + LEAST_SIDE + ", got " + side);
    }

    @Override
    public String name() {
        return shapes + " drawn shapes";
    }

    @Override
    public LoadedData load(Path dataDir) {
        return AskedSet.loaded(
                drawn("shapes train", shapes, KEY.child("train")),
                drawn("shapes test", testShapes, KEY.child("test")),
                ShapeWords.ANSWERS);
    }

    private AskedSet drawn(String name, int count, RandomKey key) {
        ShapePicture[] pictures = IntStream.range(0, count)
                .mapToObj(i -> ShapePicture.drawn(side, key.child(i)))
                .toArray(ShapePicture[]::new);
        byte[] pixels = new byte[Math.multiplyExact(count, 3 * side * side)];
        List<AskedQuestion> questions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pictures[i].paint(pixels, i * 3 * side * side);
            questions.addAll(new ShapeWords(pictures[i], i, key.child(i).child("words")).questions(ASKED));
        }
        Examples shown = Examples.ofBytes(
                name, new int[] {3, side, side}, new Examples.Pixels(pixels, 1 / 255f), new int[count], 1);
        return new AskedSet(name, shown, questions);
    }

    @Override
    public String noneElsewhere(String where) {
        return "the network was trained on shapes drawn for its experiment, " + where + " has none; leave --data out";
    }
}
