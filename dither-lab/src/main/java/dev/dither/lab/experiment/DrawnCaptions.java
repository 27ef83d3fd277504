package dev.dither.lab.experiment;

import dev.dither.caption.CaptionedImages;
import dev.dither.data.Examples;
import dev.dither.rng.RandomKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Pictures of one colored shape each, drawn for the experiment, with {@link ShapeSentences}. They are the same whatever the seed.
 *
 * @param shapes pictures to train on
 * @param testShapes other pictures to test on
 * @param side pixels along each side of a picture
 */
record DrawnCaptions(
        int shapes,
        @Default("100") int testShapes,
        @Default("16") int side) implements CaptionSource {
    private static final RandomKey KEY = RandomKey.root(0).child("captioned shapes");
    private static final int LEAST_SIDE = 8;
    private static final int GROUND = 0xf0f0f0;

    /** Red, green and blue of {@link ShapeSentences#COLORS}. */
    private static final int[] LEVELS = {0x000000, 0x808080, 0xe01010, 0x008080, 0x8b4513, 0x10a010, 0x1010e0, 0xe0d010
    };

    /** Checks. */
    DrawnCaptions {
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
        int plane = side * side;
        byte[] pixels = new byte[Math.multiplyExact(count, 3 * plane)];
        List<String> names = new ArrayList<>();
        List<List<String>> captions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Shape drawn = Shape.of(side, key.child(i).generator());
            for (int pixel = 0; pixel < plane; pixel++) {
                int level = drawn.covers(pixel % side, pixel / side) ? LEVELS[drawn.color] : GROUND;
                for (int channel = 0; channel < 3; channel++) {
                    pixels[(3 * i + channel) * plane + pixel] = (byte) (level >> (16 - 8 * channel));
                }
            }
            names.add("picture " + i);
            captions.add(
                    ShapeSentences.of(ShapeSentences.COLORS.get(drawn.color), ShapeSentences.SHAPES.get(drawn.form)));
        }
        Examples images = Examples.ofBytes(
                name, new int[] {3, side, side}, new Examples.Pixels(pixels, 1 / 255f), new int[count], 1);
        return new CaptionedImages(images, names, captions);
    }

    /**
     * A shape.
     *
     * @param form number among {@link ShapeSentences#SHAPES}
     * @param color number among {@link ShapeSentences#COLORS}
     * @param x column of its middle
     * @param y row of its middle
     * @param half half of its height, in pixels
     */
    private record Shape(int form, int color, double x, double y, double half) {
        static Shape of(int side, SplittableRandom random) {
            double half = side * (0.2 + 0.15 * random.nextDouble());
            double room = side - 1 - 2 * half;
            return new Shape(
                    random.nextInt(ShapeSentences.SHAPES.size()),
                    random.nextInt(ShapeSentences.COLORS.size()),
                    half + room * random.nextDouble(),
                    half + room * random.nextDouble(),
                    half);
        }

        boolean covers(int column, int row) {
            double across = Math.abs(column - x);
            double down = row - y;
            return switch (form) {
                case 0 -> across * across + down * down <= half * half;
                case 1 -> across <= half && Math.abs(down) <= 0.7 * half;
                default -> Math.abs(down) <= half && across <= (down + half) / 2;
            };
        }
    }
}
