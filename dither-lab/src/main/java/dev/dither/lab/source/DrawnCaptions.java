package dev.dither.lab.source;

import dev.dither.caption.CaptionedImages;
import dev.dither.data.Examples;
import dev.dither.lab.key.Default;
import dev.dither.lab.key.Require;
import dev.dither.rng.RandomKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Pictures of one colored shape each, drawn for the experiment, with {@link ShapeSentences}. They are the same whatever the seed.
 *
 * @param shapes pictures to train on
 * @param testShapes other pictures to test on
 * @param side pixels along each side of a picture
 */
public record DrawnCaptions(
        int shapes,
        @Default("100") int testShapes,
        @Default("16") int side) implements CaptionSource {
    private static final RandomKey KEY = RandomKey.root(0).child("captioned shapes");
    private static final int LEAST_SIDE = 8;

    /** Checks. */
    public DrawnCaptions {
        Require.that(
                shapes >= 1 && testShapes >= 1,
                "shapes and testShapes must be at least 1, got " + shapes + " and " + testShapes);
        Require.that(side >= LEAST_SIDE, "side must be at least " + LEAST_SIDE + ", got " + side);
    }

    @Override
    public CaptionData load(Path dataDir) {
        return new CaptionData(
                drawn("drawn shapes, train", shapes, KEY.child("train")),
                drawn("drawn shapes, test", testShapes, KEY.child("test")));
    }

    private CaptionedImages drawn(String name, int count, RandomKey key) {
        int values = 3 * side * side;
        byte[] pixels = new byte[Math.multiplyExact(count, values)];
        List<String> names = new ArrayList<>();
        List<List<String>> captions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ShapePicture picture = ShapePicture.drawn(side, key.child(i));
            picture.paint(pixels, i * values);
            names.add("picture " + i);
            captions.add(
                    ShapeSentences.of(picture.color().word(), picture.shape().word()));
        }
        Examples images = Examples.ofBytes(
                name, new int[] {3, side, side}, new Examples.Pixels(pixels, 1 / 255f), new int[count], 1);
        return new CaptionedImages(images, names, captions);
    }
}
